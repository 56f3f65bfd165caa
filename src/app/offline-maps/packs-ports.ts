import type { ComputedRef, InjectionKey, ShallowRef } from 'vue'
import type { CorridorKeeper } from './corridor-keeper.ts'
import type { PackKeeper } from './pack-keeper.ts'

/** What the screens about kept maps are given by `platform.ts`. */
export interface PacksPorts {
  readonly pack: PackKeeper
  readonly corridors: CorridorKeeper
  readonly territory: Readonly<ShallowRef<{ readonly id: string } | null>>
  /** Room left for this app, bytes; `null` when the browser does not say. */
  readonly freeBytes: () => Promise<number | null>
}
/** `null` until the part of the app that keeps maps has come. */
export const PACKS: InjectionKey<ComputedRef<PacksPorts | null>> = Symbol('packs')
