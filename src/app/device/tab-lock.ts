/** Held by the window that records: one recorder among all windows of a browser. */
export const RECORDER_LOCK = 'jalon-recorder'

/** Whether any window of this browser records, this one included. */
export async function isRecordedSomewhere(): Promise<boolean> {
  const { held } = await navigator.locks.query()
  return held?.some(({ name }) => name === RECORDER_LOCK) ?? false
}
