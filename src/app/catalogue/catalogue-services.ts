import type { ShallowRef } from 'vue'
import type { GeolocationSource } from '../device/geolocation.ts'
import type { MapTerritory } from '../map/layers/territory-layer.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'

/** What this stage needs of the app's services. */
export interface CatalogueServices {
  readonly storage: Pick<PhoneStorage, 'catalogue'>
  readonly device: { readonly geolocation: Pick<GeolocationSource, 'once'> }
  readonly territory: { readonly map: Readonly<ShallowRef<MapTerritory | undefined>> }
  /** Calls back when something changed on disk; gives how to stop. */
  readonly onStored: (listener: () => void) => () => void
  /** False on a phone that has joined nobody: it has no trails. */
  readonly joined: Readonly<ShallowRef<boolean>>
  readonly syncing: Readonly<ShallowRef<boolean>>
  /** The last round reached the server: what is not here does not exist yet. */
  readonly synced: Readonly<ShallowRef<boolean>>
  readonly syncNow: () => void
}
