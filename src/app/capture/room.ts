/** Below this much room, say so before it is gone: the margin that field apps keep. */
export const LOW_ROOM_BYTES = 200_000_000
/** Below this, no photo any more: it is what a long day's fixes need, several times over. */
export const PHOTO_ROOM_BYTES = 30_000_000
/** While a walk is recorded, room is looked at this often. */
export const LOOK_EVERY_MS = 30_000

/**
 * What there is room for. Photos are the first to be refused and fixes never are: when the phone is full
 * all the same, the reserve is theirs (promise P13).
 */
export type Room = 'plenty' | 'low' | 'no-photos'

/** @param freeBytes `null` when the browser does not say: then nothing is refused for it */
export function roomOf(freeBytes: number | null): Room {
  if (freeBytes === null || freeBytes >= LOW_ROOM_BYTES) return 'plenty'
  return freeBytes < PHOTO_ROOM_BYTES ? 'no-photos' : 'low'
}
