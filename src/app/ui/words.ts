import { inject, type InjectionKey } from 'vue'
import type { Figures } from '../../locales/figures.ts'
import type { Language } from '../../locales/translate.ts'

/**
 * Every sentence on a screen comes through here. A key is the area file, then the path in it:
 * `ui.map.label`. The services provide the function for the language in use.
 */
export type Say = (key: string, params?: Readonly<Record<string, string | number>>) => string

export interface Words {
  readonly t: Say
  /** The language in use. */
  readonly language: Language
  /** Figures as people read them in that language. */
  readonly figures: Figures
}

export const WORDS: InjectionKey<Words> = Symbol('words')

export function useWords(): Words {
  const words = inject(WORDS)
  if (!words) throw new Error('No words were provided: app.provide(WORDS, …) is missing.')
  return words
}
