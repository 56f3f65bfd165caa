import type { OutboxItem } from './rows.ts'

const STATES = new Set(['waiting', 'sending', 'received', 'attention'])

/** Tells rows of the outbox that this version can read from those it cannot. */
export function readableOutbox(rows: readonly unknown[]): {
  readonly readable: readonly OutboxItem[]
  readonly unreadable: readonly { readonly id: string; readonly raw: unknown }[]
} {
  const readable: OutboxItem[] = []
  const unreadable: { id: string; raw: unknown }[] = []
  for (const row of rows) {
    if (isOutboxItem(row)) readable.push(row)
    else unreadable.push({ id: String((row as { id?: unknown } | null)?.id), raw: row })
  }
  return { readable, unreadable }
}

function isOutboxItem(row: unknown): row is OutboxItem {
  if (typeof row !== 'object' || row === null) return false
  const { id, kind, state, blobs } = row as Record<string, unknown>
  return (
    typeof id === 'string' &&
    typeof kind === 'string' &&
    typeof state === 'string' &&
    STATES.has(state) &&
    Array.isArray(blobs)
  )
}
