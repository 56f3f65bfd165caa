import { createAlarm, type AlarmBell } from './alarm.ts'
import { createClock, type Clock } from './clock.ts'
import { createGeolocation, type GeolocationSource } from './geolocation.ts'
import { createPageVisibility, type PageVisibility } from './page-visibility.ts'
import { createTabLocks, type TabLocks } from './tab-lock.ts'
import { createWakeLock, type WakeLock } from './wake-lock.ts'

/** What recording needs of the phone: adapters in the app, fakes in the tests. */
export interface Device {
  readonly geolocation: GeolocationSource
  readonly clock: Clock
  readonly wakeLock: WakeLock
  readonly alarm: AlarmBell
  readonly page: PageVisibility
  readonly locks: TabLocks
}

/** The device of a real browser. */
export function createDevice(): Device {
  const page = createPageVisibility()
  return {
    geolocation: createGeolocation(),
    clock: createClock(),
    wakeLock: createWakeLock(page),
    alarm: createAlarm(),
    page,
    locks: createTabLocks(),
  }
}
