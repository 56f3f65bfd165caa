import type { MapStorage } from '../storage/map-storage.ts'
import type { PackRow } from '../storage/pack-rows.ts'
import { partRange } from '../../contract/packs.ts'
import type { MapFetcher } from './fetch-maps.ts'

/** Room that stays free for what people record: maps never take it (promise P13). */
export const RESERVED_BYTES = 60_000_000
/** A part that is wrong so many times is wrong on the server. */
const TRIES = 3

/** Why a download stands still; each has a sentence and an action. */
export type MapTrouble = 'no-network' | 'no-room' | 'damaged' | 'gone' | 'refused' | 'busy'
export type DownloadOutcome = 'complete' | 'stopped' | MapTrouble

interface PackOptions {
  readonly storage: Pick<MapStorage, 'packs'>
  readonly fetcher: Pick<MapFetcher, 'part'>
  readonly sha256Of: (bytes: ArrayBuffer) => Promise<string>
  readonly freeBytes: () => Promise<number | null>
}

/**
 * Resumable download, checked by hash. Fetches the parts of a pack that are not there yet, each checked by its hash before it is written, and
 * completes the row. Stops where it is told to; called again it goes on from there, also after a kill.
 */
export async function downloadPack(
  { storage, fetcher, sha256Of, freeBytes }: PackOptions,
  row: PackRow,
  signal: AbortSignal,
  onProgress: (doneBytes: number) => void,
): Promise<DownloadOutcome> {
  const { pack } = row
  const there = new Set(await storage.packs.partIndexes(pack.sha256))
  const doneBytes = () => [...there].reduce((sum, i) => sum + partRange(pack, i).length, 0)
  const missing = pack.parts.flatMap((hash, index) => (there.has(index) ? [] : [{ hash, index }]))
  onProgress(doneBytes())
  const free = await freeBytes()
  if (free !== null && free < pack.bytes - doneBytes() + RESERVED_BYTES) return 'no-room'

  for (const { hash, index } of missing) {
    const bytes = await rightPart(hash, index)
    if (typeof bytes === 'string') return bytes
    // Paused or deleted while the part travelled: nothing more is written.
    if (signal.aborted) return 'stopped'
    try {
      await storage.packs.putPart({ pack: pack.sha256, index, bytes })
    } catch (error) {
      if (!isFull(error)) throw error
      return 'no-room'
    }
    there.add(index)
    onProgress(doneBytes())
  }
  await storage.packs.save({ ...row, state: 'complete' })
  return 'complete'

  async function rightPart(hash: string, index: number): Promise<ArrayBuffer | DownloadOutcome> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (signal.aborted) return 'stopped'
      const answer = await fetcher.part(pack, index, signal)
      if (signal.aborted) return 'stopped'
      if (!answer.ok) return answer.why
      if ((await sha256Of(answer.bytes)) === hash) return answer.bytes
    }
    return 'damaged'
  }
}

/** The browser gives no more room. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}
