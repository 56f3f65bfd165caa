import { APP } from '../../contract/endpoints.ts'
import type { PhoneFacts } from '../checklist/checklist-items.ts'
import { installPlace, isInstalled } from './install-prompt.ts'
import { battery, freeBytes, installOffer, isPersisted } from './phone.ts'

/** What the browser says of itself; the rest is known to who keeps maps and holds the screen. */
export async function phoneFacts(
  trails: number,
  clockSkewMs: number | null,
): Promise<Omit<PhoneFacts, 'map' | 'wakeLock'>> {
  const power = await battery()
  return {
    offlineReady: await isOfflineReady(),
    trails,
    location: await locationPermission(),
    batteryLevel: power?.level ?? null,
    charging: power?.charging ?? false,
    freeBytes: await freeBytes(),
    persisted: await isPersisted(),
    installed: isInstalled(),
    place: installPlace(navigator),
    canInstall: installOffer.isOpen(),
    clockSkewMs,
  }
}

/** Whether the screen can be kept on: tried, since a power saver refuses what the browser knows. */
export async function holdScreen(): Promise<boolean> {
  try {
    const held = await navigator.wakeLock.request('screen')
    await held.release()
    return true
  } catch {
    return false
  }
}

/** The shell is in the precache and a service worker answers for it. */
async function isOfflineReady(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false
  const registration = await navigator.serviceWorker.getRegistration(APP.scope)
  return registration?.active?.state === 'activated'
}

/** Asks the browser what it would answer, without asking the person. */
async function locationPermission(): Promise<PhoneFacts['location']> {
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state
  } catch {
    return null
  }
}
