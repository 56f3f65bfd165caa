/** Lower-case UUID version 7 (RFC 9562): sortable by time, made where the thing is made. */
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** SHA-256 in lower-case hexadecimal: the name of a blob. */
export const SHA_256 = /^[0-9a-f]{64}$/

/** A stable id in a vocabulary, a territory, or a trail's address: `four-pain`, `landes-chalosse`. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Where ids come from; the outside world hands one to the pure code (rule L8). */
export type NewId = () => string

/** The last instant that 48 bits can name. */
const LATEST_MS = 2 ** 48 - 1

/**
 * Builds a UUID version 7.
 * @param nowMs milliseconds since 1970; a clock outside 1970..10889 is brought to the nearest end, so
 * that a broken clock still gives a good id (promise P14)
 * @param random ten random bytes
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  if (random.length !== 10) throw new Error(`uuidV7 takes 10 random bytes, got ${random.length}.`)
  const bytes = new Uint8Array(16)
  let rest = Math.min(LATEST_MS, Math.max(0, Math.floor(nowMs) || 0))
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes.set(random, 6)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

/** How many ids of one millisecond the twelve bits after the time can number. */
const IDS_A_MS = 2 ** 12

/**
 * Monotonic UUID version 7 (RFC 9562, 6.2): what one maker makes sorts in the order it was made, also within a
 * millisecond, and when its clock goes back.
 * @param nowMs milliseconds since 1970
 * @param random ten new random bytes
 */
export function monotonicIds(nowMs: () => number, random: () => Uint8Array): NewId {
  let [lastMs, count] = [0, 0]
  return () => {
    const ms = Math.floor(nowMs())
    if (ms > lastMs) [lastMs, count] = [ms, 0]
    else if (++count === IDS_A_MS) [lastMs, count] = [lastMs + 1, 0]
    const bytes = random()
    bytes.set([count >> 8, count & 0xff])
    return uuidV7(lastMs, bytes)
  }
}
