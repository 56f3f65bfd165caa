import { inject, type InjectionKey } from 'vue'
import type { Figures } from '../../locales/figures.ts'
import type { MessageKey } from '../../locales/message-key.ts'
import type { Language, Params, Translate } from '../../locales/translate.ts'

/**
 * Every sentence on a screen comes through here. A key is the area file, then the path in it:
 * `ui.map.label`, checked by the compiler. The services provide the function for the language in use.
 */
export type Say = (key: MessageKey, params?: Params) => string

export interface Words {
  readonly t: Say
  /** The language in use. */
  readonly language: Language
  /** Figures as people read them in that language. */
  readonly figures: Figures
}

/**
 * For keys that end in a code from a server, a file or a check, which may be newer than this app's words: a key that
 * nobody wrote is given back as it is.
 */
export function sayCode(t: Say, key: string, params?: Params): string {
  return (t as Translate)(key, params)
}

export const WORDS: InjectionKey<Words> = Symbol('words')

export function useWords(): Words {
  const words = inject(WORDS)
  if (!words) throw new Error('No words were provided: app.provide(WORDS, …) is missing.')
  return words
}
