import { PULL_LIMIT, type InfoAnswer, type PullRow } from '../../contract/protocol.ts'
import type { CatalogueRow } from '../storage/rows.ts'
import { endsRound } from './outbox-item.ts'
import type { RoundEnd, SyncOptions } from './sync-options.ts'
import { uploadBlob } from './upload-blob.ts'

interface Cursor {
  readonly source: string
  readonly after: number
  /** All of it was here once, and what the server no longer has was taken away. */
  readonly complete: boolean
}

/** A trail may weigh 30 kB: so many arrive within a minute where there is one bar of signal. */
const FIRST_ROWS = 20
const QUICK_MS = 5_000
const SLOW_MS = 20_000

/**
 * Pull by cursor, with a page size that adapts. Brings the catalogue up to date; each page and its cursor are
 * written together. Pages grow as long as the line brings them quickly: one that it cannot bring in time would be
 * asked for again for ever. Blobs that were spoiled on the server, and that this phone still has, are sent again.
 */
export async function pullCatalogue(
  world: SyncOptions,
  info: Pick<InfoAnswer, 'server' | 'epoch'>,
  territory: string,
): Promise<RoundEnd> {
  const { api, storage } = world
  const source = `${info.server}:${info.epoch}`
  const key = `cursor:${territory}`
  let cursor = readCursor(await storage.settings.get(key), source)
  let resyncs = 0
  let limit = FIRST_ROWS

  for (;;) {
    const askedAtMs = world.nowMs()
    const answer = await api.pull(territory, cursor.after, limit)
    limit = nextLimit(limit, world.nowMs() - askedAtMs)
    if (!answer.ok) {
      const isResync = answer.why === 'problem' && answer.problem.problem === 'resync'
      if (!isResync || resyncs > 0) return endsRound(answer) ?? 'server-trouble'
      resyncs += 1
      cursor = { source, after: 0, complete: false }
      continue
    }
    const { rows, next, more, server, epoch } = answer.value
    if (`${server}:${epoch}` !== source) return 'server-trouble'
    cursor = { ...cursor, after: Math.max(next, cursor.after) }
    await storage.catalogue.apply({
      rows: rows.flatMap((row) => toCatalogueRow(row, territory, source)),
      withdrawn: rows.filter(({ kind }) => kind === 'withdrawal').map(({ id }) => id),
      cursor: { key, value: cursor },
    })
    await resend(world, answer.value.wanted ?? [])
    if (!more || rows.length === 0) break
  }
  if (!cursor.complete) {
    await storage.catalogue.keepOnly(territory, source)
    await storage.settings.set(key, { ...cursor, complete: true })
  }
  return 'done'
}

/** One that cannot be sent now is asked for again in the next round. */
async function resend(world: SyncOptions, wanted: readonly string[]): Promise<void> {
  for (const sha256 of wanted) {
    const blob = await world.storage.blobs.get(sha256)
    if (!blob) continue
    const { mediaType, bytes } = blob
    const outcome = await uploadBlob(world, { sha256, mediaType, bytes: bytes.byteLength }, true)
    if (!outcome.ok) return
  }
}

function nextLimit(limit: number, tookMs: number): number {
  if (tookMs < QUICK_MS) return Math.min(PULL_LIMIT, limit * 2)
  return tookMs > SLOW_MS ? Math.max(1, Math.floor(limit / 2)) : limit
}

function readCursor(raw: unknown, source: string): Cursor {
  const cursor = raw as Partial<Cursor> | undefined
  return cursor?.source === source && typeof cursor.after === 'number'
    ? { source, after: cursor.after, complete: cursor.complete === true }
    : { source, after: 0, complete: false }
}

function toCatalogueRow(row: PullRow, territory: string, source: string): CatalogueRow[] {
  const { kind, id, seq, feature, status } = row
  if (kind === 'withdrawal' || feature === undefined) return []
  const said = status === undefined ? {} : { status }
  return [{ id, kind, seq, territory, source, feature, ...said }]
}
