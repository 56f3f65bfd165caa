import type { PhoneStorage } from './phone-storage.ts'

/** One piece is room for hours of fixes: 14,400 of them take about 4 MB. */
export const PIECE_BYTES = 6_000_000
/** As many as a long day could need, and a photo half written besides. */
export const PIECES = 3
const nameOf = (piece: number): string => `reserve-${piece}`
/** The most random bytes that one call gives. */
const RANDOM_BYTES = 65_536

/**
 * Room kept for fixes while there is some: blobs that say nothing, given up one by one when the phone is
 * full, so that the walk can be written to its end (promise P13). Holding them is also the one honest
 * measure of room: browsers may answer a fixed figure when they are asked how much there is.
 */
export interface Reserve {
  /** Holds what is missing. True when all of it is held; false when the phone has no room for it. */
  readonly hold: () => Promise<boolean>
  /** Gives one piece to whoever writes next. True when there was one to give. */
  readonly release: () => Promise<boolean>
}

export function createReserve(
  blobs: PhoneStorage['blobs'],
  fill: (piece: Uint8Array<ArrayBuffer>) => void,
): Reserve {
  return {
    async hold() {
      for (let piece = 0; piece < PIECES; piece += 1) {
        if (await blobs.get(nameOf(piece))) continue
        const bytes = noise(fill)
        try {
          await blobs.put({ sha256: nameOf(piece), mediaType: 'application/octet-stream', bytes })
        } catch {
          return false
        }
      }
      return true
    },
    async release() {
      for (let piece = PIECES - 1; piece >= 0; piece -= 1) {
        if (!(await blobs.get(nameOf(piece)))) continue
        await blobs.remove(nameOf(piece))
        return true
      }
      return false
    },
  }
}

/** Zeros would be packed into nothing. */
function noise(fill: (piece: Uint8Array<ArrayBuffer>) => void): ArrayBuffer {
  const bytes = new ArrayBuffer(PIECE_BYTES)
  for (let at = 0; at < PIECE_BYTES; at += RANDOM_BYTES)
    fill(new Uint8Array(bytes, at, Math.min(RANDOM_BYTES, PIECE_BYTES - at)))
  return bytes
}
