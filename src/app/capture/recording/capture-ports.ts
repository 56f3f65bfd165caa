import type { InjectionKey } from 'vue'
import type { PhoneStorage } from '../../storage/phone-storage.ts'
import type { Reserve } from '../../storage/reserve.ts'
import type { CaptureWorld } from '../../device/capture-world.ts'
import type { Microphone } from '../../device/microphone.ts'
import type { PhotoOutcome } from '../media/photo.ts'

/** What the capture screens are given by `platform.ts`. */
export interface CapturePorts {
  readonly storage: PhoneStorage
  readonly world: CaptureWorld
  readonly newId: () => string
  readonly nowMs: () => number
  readonly reencode: (file: Blob, takenAtMs: number) => Promise<PhotoOutcome>
  /** Fetched when a voice is to be heard; asks for nothing by itself. */
  readonly microphone: () => Promise<Microphone>
  readonly sha256: (bytes: ArrayBuffer) => Promise<string>
  readonly identity: () => Promise<{ readonly device: string; readonly territory: string } | null>
  /** Something was queued: send it when there is a network. */
  readonly sendSoon: () => void
  /** How much room is left on the phone, bytes; `null` when the browser does not say. */
  readonly freeBytes: () => Promise<number | null>
  /** Room kept for fixes on a phone that gets full. */
  readonly reserve: Reserve
  /** Asks the browser not to throw our data away under pressure. */
  readonly persist: () => Promise<boolean>
  readonly battery: () => Promise<{ readonly level: number; readonly charging: boolean } | null>
}
export const CAPTURE: InjectionKey<CapturePorts> = Symbol('capture')
