/** The list before leaving: each line says what is true now, and what to do when it is not. */
export interface PhoneCheck {
  readonly id:
    | 'offline'
    | 'trails'
    | 'location'
    | 'wakeLock'
    | 'battery'
    | 'room'
    | 'persisted'
    | 'installed'
    | 'clock'
  readonly state: 'ok' | 'no' | 'ask'
  readonly params?: Readonly<Record<string, string | number>>
}

/** What the browser says of this phone; `null` where it does not say. */
export interface PhoneFacts {
  readonly offlineReady: boolean
  readonly trails: number
  readonly location: 'granted' | 'denied' | 'prompt' | null
  readonly wakeLock: boolean
  readonly batteryLevel: number | null
  readonly charging: boolean
  readonly freeBytes: number | null
  readonly persisted: boolean
  readonly installed: boolean
  /** This phone's clock less the server's, when the server was heard. */
  readonly clockSkewMs: number | null
}

const LOW_BATTERY = 0.3
const LOW_ROOM_BYTES = 200_000_000
const CLOCK_MS = 120_000

export function phoneChecks(
  facts: PhoneFacts,
  say: { readonly level: (share: number) => string; readonly room: (bytes: number) => string },
): readonly PhoneCheck[] {
  const { location, batteryLevel, freeBytes, clockSkewMs } = facts
  const checks: PhoneCheck[] = [
    { id: 'offline', state: ok(facts.offlineReady) },
    { id: 'trails', state: ok(facts.trails > 0), params: { count: facts.trails } },
    { id: 'location', state: location === 'denied' ? 'no' : location === 'granted' ? 'ok' : 'ask' },
    { id: 'wakeLock', state: ok(facts.wakeLock) },
    { id: 'persisted', state: ok(facts.persisted) },
    { id: 'installed', state: ok(facts.installed) },
  ]
  if (batteryLevel !== null)
    checks.push({
      id: 'battery',
      state: ok(facts.charging || batteryLevel >= LOW_BATTERY),
      params: { level: say.level(batteryLevel) },
    })
  if (freeBytes !== null)
    checks.push({
      id: 'room',
      state: ok(freeBytes >= LOW_ROOM_BYTES),
      params: { room: say.room(freeBytes) },
    })
  if (clockSkewMs !== null)
    checks.push({
      id: 'clock',
      state: ok(Math.abs(clockSkewMs) <= CLOCK_MS),
      params: { minutes: Math.round(Math.abs(clockSkewMs) / 60_000) },
    })
  return checks
}

function ok(good: boolean): 'ok' | 'no' {
  return good ? 'ok' : 'no'
}
