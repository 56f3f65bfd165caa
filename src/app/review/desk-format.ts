import type { Language } from '../../locales/translate.ts'

/** Figures and dates as people write them, in the language of the desk. */
export interface DeskFormat {
  /** `850 m`, `8,2 km`. */
  readonly distance: (valueM: number) => string
  readonly percent: (share: number) => string
  /** `12 mai 2026`. */
  readonly date: (at: string) => string
  /** `12 mai 2026, 14:05`. */
  readonly dateTime: (at: string) => string
  /** `il y a 3 jours`. */
  readonly age: (at: string) => string
  /** `2 h 05`. */
  readonly duration: (valueS: number) => string
  readonly number: (value: number, digits?: number) => string
}

const MINUTE_MS = 60_000
const AGES = [
  { unit: 'year', ms: 365.25 * 86_400_000 },
  { unit: 'month', ms: 30.44 * 86_400_000 },
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: MINUTE_MS },
] as const

export function createDeskFormat(language: Language, nowMs: () => number): DeskFormat {
  const tag = language === 'fr' ? 'fr-FR' : 'en-GB'
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 })
  const tenths = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'long' })
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const dated = (format: Intl.DateTimeFormat, at: string) => {
    const ms = Date.parse(at)
    if (Number.isNaN(ms)) return at
    // Intl writes "1 mars"; people write "1er mars".
    return language === 'fr' ? format.format(ms).replace(/^1 /, '1er ') : format.format(ms)
  }
  return {
    distance: (valueM) =>
      Math.abs(valueM) < 995
        ? `${whole.format(valueM)} m`
        : `${(Math.abs(valueM) < 99_500 ? tenths : whole).format(valueM / 1000)} km`,
    // Never "100 %" while a metre is missing.
    percent: (share) =>
      `${whole.format(share < 1 ? Math.min(99, Math.round(share * 100)) : 100)} %`,
    date: (at) => dated(day, at),
    dateTime: (at) => dated(moment, at),
    age: (at) => {
      const sinceMs = nowMs() - Date.parse(at)
      if (Number.isNaN(sinceMs)) return at
      const fit = AGES.find(({ ms }) => Math.abs(sinceMs) >= ms) ?? {
        unit: 'minute',
        ms: MINUTE_MS,
      }
      return relative.format(-Math.floor(sinceMs / fit.ms), fit.unit)
    },
    duration: (valueS) => {
      const minutes = Math.round(valueS / 60)
      if (minutes < 60) return `${minutes} min`
      return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`
    },
    number: (value, digits = 0) =>
      new Intl.NumberFormat(tag, { maximumFractionDigits: digits }).format(value),
  }
}
