import type { ShallowRef } from 'vue'
import type { Device } from '../device/device.ts'
import type { Microphone } from '../device/microphone.ts'
import type { MapTerritory } from '../map/layers/territory-layer.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import type { Reserve } from '../storage/reserve.ts'
import type { Toasts } from '../ui/toasts.ts'
import type { PhotoOutcome } from './media/photo.ts'

/** What this stage needs of the app's services. */
export interface CaptureServices {
  readonly storage: PhoneStorage
  readonly device: Device
  readonly newId: () => string
  readonly nowMs: () => number
  readonly reencodePhoto: (file: Blob, takenAtMs: number) => Promise<PhotoOutcome>
  /** Fetched when a voice is to be heard; asks for nothing by itself. */
  readonly microphone: () => Promise<Microphone>
  readonly sha256Of: (bytes: ArrayBuffer) => Promise<string>
  readonly identity: () => Promise<{ readonly device: string; readonly territory: string } | null>
  /** Something was queued: send it when there is a network. */
  readonly syncNow: () => void
  /** How much room is left on the phone, bytes; `null` when the browser does not say. */
  readonly freeBytes: () => Promise<number | null>
  /** Room kept for fixes on a phone that gets full. */
  readonly reserve: Reserve
  /** Asks the browser not to throw our data away under pressure. */
  readonly persist: () => Promise<boolean>
  readonly battery: () => Promise<{ readonly level: number; readonly charging: boolean } | null>
  readonly territory: { readonly map: Readonly<ShallowRef<MapTerritory | undefined>> }
  readonly toasts: Toasts
}
