import type { InjectionKey, ShallowRef } from 'vue'
import type { Language } from '../../locales/translate.ts'

export interface SettingsPorts {
  readonly language: Readonly<ShallowRef<Language>>
  readonly useLanguage: (language: Language) => Promise<void>
}
export const SETTINGS: InjectionKey<SettingsPorts> = Symbol('settings')
