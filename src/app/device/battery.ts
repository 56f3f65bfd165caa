/** Share of a full battery below which one had better load it before a day's walk: it has hours to last. */
export const BATTERY_TO_LEAVE = 0.3
/** Share below which a recording that runs says so: what is left lasts an hour or two. */
export const BATTERY_LOW = 0.2

/** What `navigator.getBattery()` gives; TypeScript does not know it. */
export interface BatteryManager extends EventTarget {
  readonly level: number
  readonly charging: boolean
}

/** Adapter of the Battery Status API; `null` where the browser has none. */
export async function battery(): Promise<BatteryManager | null> {
  const { getBattery } = navigator as { getBattery?: () => Promise<BatteryManager> }
  try {
    return (await getBattery?.call(navigator)) ?? null
  } catch {
    return null
  }
}
