/** Adapter of the Storage API: room left for this app, bytes; `null` when the browser does not say. */
export async function freeBytes(): Promise<number | null> {
  try {
    const { quota, usage } = await navigator.storage.estimate()
    return quota === undefined || usage === undefined ? null : quota - usage
  } catch {
    return null
  }
}

/** Whether the browser promised to keep what is stored; `false` when it knows no such promise. */
export async function isPersisted(): Promise<boolean> {
  try {
    return await navigator.storage.persisted()
  } catch {
    return false
  }
}

/** Asks the browser to keep what is stored, also when it wants the room itself. */
export async function persist(): Promise<boolean> {
  try {
    return (await isPersisted()) || (await navigator.storage.persist())
  } catch {
    return false
  }
}

/** Below this much room, say so before it is gone: the margin that field apps keep. */
export const LOW_QUOTA_BYTES = 200_000_000
/** Below this, no photo any more: it is what a long day's fixes need, several times over. */
export const NO_PHOTO_BYTES = 30_000_000
/** While a walk is recorded, room is looked at this often. */
export const LOOK_EVERY_MS = 30_000
/** A reserve that did not fit is tried again this often: trying writes megabytes. */
export const HOLD_EVERY_MS = 300_000

/**
 * What there is room for. Photos are the first to be refused and fixes never are: when the phone is full
 * all the same, the reserve is theirs (promise P13).
 */
export type QuotaLevel = 'plenty' | 'low' | 'no-photos'

/**
 * @param freeBytes what the browser says; `null` when it does not. Some say the same whatever the truth
 * @param held whether the reserve fits: what the phone itself says
 */
export function quotaLevel(freeBytes: number | null, held: boolean): QuotaLevel {
  if (!held) return 'no-photos'
  if (freeBytes === null || freeBytes >= LOW_QUOTA_BYTES) return 'plenty'
  return freeBytes < NO_PHOTO_BYTES ? 'no-photos' : 'low'
}
