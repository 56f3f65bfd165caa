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
