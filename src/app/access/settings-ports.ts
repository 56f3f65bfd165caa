import type { InjectionKey, ShallowRef } from 'vue'
import type { Language } from '../../locales/translate.ts'
import type { PhoneFacts } from './phone-checks.ts'

export interface SettingsPorts {
  readonly language: Readonly<ShallowRef<Language>>
  readonly useLanguage: (language: Language) => Promise<void>
  readonly facts: () => Promise<PhoneFacts>
}
export const SETTINGS: InjectionKey<SettingsPorts> = Symbol('settings')
