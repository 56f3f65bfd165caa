import { figures } from '../../locales/figures.ts'
import type { Language } from '../../locales/translate.ts'

/** The figures of every screen of the phone, by the language in use. */

/** A length: metres below one kilometre, then kilometres with one decimal. */
export const lengthText = (metres: number, language: Language): string =>
  figures(language).length(metres)

/** Metres, however many: a climb is never said in kilometres. */
export const metresText = (metres: number, language: Language): string =>
  figures(language).metres(metres)

/** A distance far enough away to be said roughly: 40 m, 350 m, 2,4 km. */
export function roughDistanceText(metres: number, language: Language): string {
  const step = metres < 100 ? 5 : metres < 1_000 ? 10 : 1
  return lengthText(Math.round(metres / step) * step, language)
}

/** Kilometres with one decimal, without their unit. */
export const kmText = (metres: number, language: Language): string => figures(language).km(metres)

export const percentText = (share: number, language: Language): string =>
  figures(language).share(share)

/** 2 h 05, 12 min, 40 s: the same in both languages. */
export const durationText = (ms: number): string => figures('fr').duration(ms / 1_000)

export const dateText = (at: string | number, language: Language): string =>
  figures(language).date(at)

export const dateTimeText = (at: string | number, language: Language): string =>
  figures(language).instant(at)

export const timeText = (at: string | number, language: Language): string =>
  figures(language).time(at)

export const bytesText = (bytes: number, language: Language): string =>
  figures(language).bytes(bytes)
