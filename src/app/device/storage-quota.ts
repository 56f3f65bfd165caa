/** Below this much room, say so before it is gone: the margin that field apps keep. */
export const LOW_ROOM_BYTES = 200_000_000
/** Below this, no photo any more: it is what a long day's fixes need, several times over. */
export const PHOTO_ROOM_BYTES = 30_000_000
/** While a walk is recorded, room is looked at this often. */
export const LOOK_EVERY_MS = 30_000
/** A reserve that did not fit is tried again this often: trying writes megabytes. */
export const HOLD_EVERY_MS = 300_000

/**
 * What there is room for. Photos are the first to be refused and fixes never are: when the phone is full
 * all the same, the reserve is theirs (promise P13).
 */
export type Room = 'plenty' | 'low' | 'no-photos'

/**
 * @param freeBytes what the browser says; `null` when it does not. Some say the same whatever the truth
 * @param held whether the reserve fits: what the phone itself says
 */
export function roomOf(freeBytes: number | null, held: boolean): Room {
  if (!held) return 'no-photos'
  if (freeBytes === null || freeBytes >= LOW_ROOM_BYTES) return 'plenty'
  return freeBytes < PHOTO_ROOM_BYTES ? 'no-photos' : 'low'
}
