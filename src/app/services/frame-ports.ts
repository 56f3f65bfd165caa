import type { InjectionKey, ShallowRef } from 'vue'
import type { Language } from '../../locales/translate.ts'

/** What only the frame of the app knows: the state of the app itself. */
export interface FramePorts {
  readonly language: Readonly<ShallowRef<Language>>
  /** A trouble with the phone's storage that people must act on. */
  readonly storage: Readonly<ShallowRef<'blocked' | 'outdated' | 'broken' | null>>
  readonly updateReady: Readonly<ShallowRef<boolean>>
  /** An update was asked for and waits for another window's recording. */
  readonly updateHeld: Readonly<ShallowRef<boolean>>
  readonly update: () => Promise<void>
  readonly reload: () => void
}
export const FRAME: InjectionKey<FramePorts> = Symbol('frame')
