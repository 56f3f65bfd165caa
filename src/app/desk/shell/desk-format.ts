import { figures } from '../../../locales/figures.ts'
import type { Language } from '../../../locales/translate.ts'

/** Figures and dates at the desk, in the language of its reader. */
export interface DeskFormat {
  readonly distance: (valueM: number) => string
  readonly percent: (share: number) => string
  readonly date: (at: string) => string
  readonly dateTime: (at: string) => string
  /** `il y a 3 jours`. */
  readonly age: (at: string) => string
  readonly duration: (valueS: number) => string
  readonly number: (value: number, digits?: number) => string
}

export function createDeskFormat(language: Language, nowMs: () => number): DeskFormat {
  const say = figures(language)
  return {
    distance: (valueM) => say.length(valueM),
    percent: (share) => say.share(share),
    date: (at) => say.date(at),
    dateTime: (at) => say.instant(at),
    age: (at) => say.age(at, nowMs()),
    duration: (valueS) => say.duration(valueS),
    number: (value, digits = 0) => say.number(value, digits),
  }
}
