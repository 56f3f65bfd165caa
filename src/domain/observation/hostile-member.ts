/** How deep JSON may be nested, wherever it comes from: a track's geometry needs six levels, nothing honest needs more. */
export const JSON_DEPTH_LIMIT = 32

/**
 * The path of the first member that no honest record has: one nested deeper than `JSON_DEPTH_LIMIT`, or one
 * named `__proto__`, which parsers drop or obey but never keep. `undefined` when there is none.
 * Walks with a list of its own, so that depth cannot exhaust the stack (promise P30).
 */
export function hostileMember(raw: unknown): string | undefined {
  const waiting: { value: unknown; depth: number; path: string }[] = [
    { value: raw, depth: 0, path: '' },
  ]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth, path } = next
    if (typeof value !== 'object' || value === null) continue
    if (depth >= JSON_DEPTH_LIMIT) return path
    // Positions are most of a record and can hide nothing: a list of numbers needs no entries.
    if (Array.isArray(value) && typeof value[0] !== 'object') {
      if (value.every((item) => typeof item !== 'object')) continue
    }
    for (const [name, member] of Object.entries(value)) {
      const at = path === '' ? name : `${path}.${name}`
      if (name === '__proto__') return at
      if (typeof member === 'object') waiting.push({ value: member, depth: depth + 1, path: at })
    }
  }
  return undefined
}
