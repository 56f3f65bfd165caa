import { battery } from '../device/battery.ts'
import { installPlace, isInstalled, type InstallOffer } from '../device/install-prompt.ts'
import { isOfflineReady } from '../device/offline-shell.ts'
import { locationPermission } from '../device/permissions.ts'
import { freeBytes, isPersisted } from '../device/storage-quota.ts'
import type { PhoneFacts } from './checklist-items.ts'

/** What the browser says of itself; the rest is known to who keeps maps and holds the screen. */
export async function phoneFacts(
  trails: number,
  clockSkewMs: number | null,
  installOffer: Pick<InstallOffer, 'isOpen'>,
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
    place: installPlace(),
    canInstall: installOffer.isOpen(),
    clockSkewMs,
  }
}
