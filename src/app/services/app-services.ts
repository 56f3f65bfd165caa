import { inject, type InjectionKey, type ShallowRef } from 'vue'
import type { AccessServices } from '../access/access-services.ts'
import type { Account, Identity } from '../access/account.ts'
import type { CaptureServices } from '../capture/capture-services.ts'
import type { CatalogueServices } from '../catalogue/catalogue-services.ts'
import type { ChecklistSource } from '../checklist/create-checklist.ts'
import type { Device } from '../device/device.ts'
import type { OfflineMaps } from '../offline-maps/offline-maps.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import type { SyncServices } from '../sync/sync-services.ts'
import type { Words } from '../ui/words.ts'
import type { WalkEnd } from '../walk-end/walk-end.ts'
import type { WalkImport } from '../walk-end/walk-import.ts'
import type { ApiClient } from './api-client.ts'
import type { StorageTrouble } from './core.ts'
import type { TerritoryState } from './territory.ts'
import type { UpdateWatch } from './updates.ts'

/**
 * Dependency injection: everything that screens and stores are given from outside, as the sum of what each
 * stage asks for. Made once by `createServices`, taken by `useServices`. State flows one way: a store shows
 * what a service says, and never tells it back.
 */
export interface AppServices
  extends AccessServices, CaptureServices, CatalogueServices, SyncServices {
  readonly account: Account
  readonly api: ApiClient
  readonly device: Device
  readonly identity: () => Promise<Identity | null>
  readonly storage: PhoneStorage
  readonly storageTrouble: Readonly<ShallowRef<StorageTrouble | null>>
  readonly territory: TerritoryState
  readonly updates: UpdateWatch
  readonly reload: () => void
  /** `null` until the part of the app that keeps maps has come. */
  readonly maps: Readonly<ShallowRef<OfflineMaps | null>>
  /** Fetched when a list is shown. */
  readonly openChecklist: () => Promise<ChecklistSource>
  readonly walkEnd: WalkEnd
  readonly walkImport: WalkImport
  readonly words: Words
}

export const SERVICES: InjectionKey<AppServices> = Symbol('services')

export function useServices(): AppServices {
  const services = inject(SERVICES)
  if (!services) throw new Error('No services were provided: app.provide(SERVICES, …) is missing.')
  return services
}
