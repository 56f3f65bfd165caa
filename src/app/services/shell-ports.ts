import type { InjectionKey, ShallowRef } from 'vue'
import type { MapTerritory } from '../map/layers/territory-layer.ts'
import type { Toasts } from '../ui/toasts.ts'

/** What any screen may need of the app around it. */
export interface ShellPorts {
  readonly joined: Readonly<ShallowRef<boolean>>
  readonly syncing: Readonly<ShallowRef<boolean>>
  /** The last round reached the server: what is not here does not exist yet. */
  readonly synced: Readonly<ShallowRef<boolean>>
  readonly syncNow: () => void
  readonly mapTerritory: Readonly<ShallowRef<MapTerritory | undefined>>
  readonly toasts: Toasts
}
export const SHELL: InjectionKey<ShellPorts> = Symbol('shell')
