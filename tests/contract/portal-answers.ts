/** What stands between a phone and its server answers, with a 200. */
export const LIES_OF_PORTALS: readonly unknown[] = [
  null,
  '',
  'OK',
  true,
  [],
  {},
  { ok: true },
  { status: 'success', outcomes: [] },
  { jalon: 'push', outcomes: [] },
  { jalon: 'push', server: 'x', epoch: 'y', receivedAt: 'now', outcomes: [] },
  { jalon: 'pull', rows: [], next: 0, head: 0, more: false },
  { jalon: 'blob', sha256: 'a'.repeat(64), offset: 10, complete: true },
]
