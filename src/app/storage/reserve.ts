import type { PhoneStorage } from './phone-storage.ts'

/** Room for hours of fixes: 14,400 of them take about 4 MB. */
export const RESERVE_BYTES = 6_000_000
const NAME = 'reserve'
/** The most random bytes that one call gives. */
const RANDOM_PIECE = 65_536

/**
 * Room kept for fixes while there is some: a blob that says nothing, given up when the phone is full, so
 * that the walk can be written to its end (promise P13).
 */
export interface Reserve {
  /** True when the room is held; false when there is not enough for it. */
  readonly hold: (freeBytes: number | null) => Promise<boolean>
  /** Gives the room to whoever writes next. True when there was some to give. */
  readonly release: () => Promise<boolean>
}

export function createReserve(
  blobs: PhoneStorage['blobs'],
  fill: (piece: Uint8Array<ArrayBuffer>) => void,
): Reserve {
  return {
    async hold(freeBytes) {
      if (await blobs.get(NAME)) return true
      if (freeBytes !== null && freeBytes < 3 * RESERVE_BYTES) return false
      // Zeros would be packed into nothing.
      const bytes = new ArrayBuffer(RESERVE_BYTES)
      for (let at = 0; at < RESERVE_BYTES; at += RANDOM_PIECE)
        fill(new Uint8Array(bytes, at, Math.min(RANDOM_PIECE, RESERVE_BYTES - at)))
      try {
        await blobs.put({ sha256: NAME, mediaType: 'application/octet-stream', bytes })
        return true
      } catch {
        return false
      }
    },
    async release() {
      if (!(await blobs.get(NAME))) return false
      await blobs.remove(NAME)
      return true
    },
  }
}
