import type { Language } from './translate.ts'

/**
 * Figures as people read them. Narrow no-break spaces and decimal commas are those of `Intl`, so
 * that a page and the command line say the same.
 */
export interface Figures {
  /** A whole number, or one decimal when small. */
  number(value: number): string
  /** Metres below a kilometre, kilometres above. */
  length(metres: number): string
  /** Metres, with one decimal below ten. */
  metres(metres: number): string
  share(share: number): string
  /** Hours and minutes; seconds below a minute. */
  duration(seconds: number): string
  speed(kmPerHour: number): string
  /** A date and time of day, in the reader's zone or the one given. */
  instant(at: string | number, timeZone?: string): string
}

/** The figures of a language. */
export function figures(language: Language): Figures {
  const tag = language === 'fr' ? 'fr-FR' : 'en-GB'
  const fine = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 })
  const exact = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 })
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 })
  const metres = (value: number): string =>
    `${(Math.abs(value) < 10 ? fine : whole).format(value)}\u00a0m`
  return {
    number: (value) => exact.format(value),
    metres,
    length: (value) =>
      Math.abs(value) < 1000 ? metres(value) : `${fine.format(value / 1000)}\u00a0km`,
    share: (share) => percent.format(share),
    duration(seconds) {
      if (seconds < 60) return `${whole.format(seconds)}\u00a0s`
      const minutes = Math.round(seconds / 60)
      const rest = minutes % 60
      if (minutes < 60) return `${minutes}\u00a0min`
      return `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(rest).padStart(2, '0')}`
    },
    speed: (kmPerHour) => `${fine.format(kmPerHour)}\u00a0km/h`,
    instant: (at, timeZone) =>
      new Intl.DateTimeFormat(tag, {
        dateStyle: 'medium',
        timeStyle: 'short',
        ...(timeZone ? { timeZone } : {}),
      }).format(new Date(at)),
  }
}
