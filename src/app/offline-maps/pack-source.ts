import { PACK_LIMIT_BYTES } from '../../contract/packs.ts'
import type { OfflinePack } from '../map/offline-basemap.ts'
import type { MapStorage } from '../storage/map-storage.ts'
import type { PackRow } from '../storage/pack-rows.ts'

/** LRU cache: parts held in memory while a map is looked at: a tile's neighbours lie in the same part. */
const HELD = 6

/** Random access to a complete pack (range reads, LRU cache): as something to read ranges from. `onHole` is told when a part is not there after all. */
export function packSource(
  storage: Pick<MapStorage, 'packs'>,
  { pack }: PackRow,
  onHole: () => void,
): OfflinePack {
  const held = new Map<number, Promise<ArrayBuffer>>()

  async function fetchPart(index: number): Promise<ArrayBuffer> {
    const bytes = await storage.packs.part(pack.sha256, index)
    if (bytes) return bytes
    onHole()
    throw new Error(`Part ${index} of a map pack is missing.`)
  }
  function part(index: number): Promise<ArrayBuffer> {
    const known = held.get(index) ?? fetchPart(index)
    // The part looked at last is forgotten last.
    held.delete(index)
    held.set(index, known)
    known.catch(() => held.delete(index))
    const oldest = held.keys().next().value
    if (held.size > HELD && oldest !== undefined) held.delete(oldest)
    return known
  }

  const { sha256, tileType, bounds, minZoom, maxZoom, attribution, bytes, partBytes } = pack
  return {
    ...{ key: sha256, tileType, bounds, minZoom, maxZoom, attribution },
    async read(offset, length) {
      const end = Math.min(offset + Math.min(length, PACK_LIMIT_BYTES), bytes)
      const whole = new Uint8Array(Math.max(0, end - offset))
      for (let at = offset; at < end;) {
        const index = Math.floor(at / partBytes)
        const from = at - index * partBytes
        const piece = new Uint8Array(await part(index)).subarray(from, from + end - at)
        whole.set(piece, at - offset)
        at += piece.length
        if (piece.length === 0) throw new Error(`Part ${index} of a map pack is too short.`)
      }
      return whole.buffer
    },
  }
}
