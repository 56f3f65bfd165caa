import type { Language } from './translate.ts'

/**
 * Figures as people read them: the same on the phone, at the desk, on public pages and in the command
 * line. Decimal commas and the spaces inside numbers are those of `Intl`; a unit never leaves its number.
 */
export interface Figures {
  /** With as many decimals as it needs, two at most unless said otherwise. */
  number(value: number, decimals?: number): string
  /** Metres below a kilometre, kilometres above: `8,4 m`, `850 m`, `8,2 km`. */
  length(metres: number): string
  /** A distance far enough away to be said roughly: 40 m, 350 m, 2,4 km. */
  roughLength(metres: number): string
  /** Metres, with one decimal below ten. */
  metres(metres: number): string
  /** Kilometres with one decimal, without their unit. */
  km(metres: number): string
  /** Of a share of 1. Never 100 % while anything is missing. */
  share(share: number, decimals?: number): string
  /** Hours and minutes; seconds below a minute. */
  duration(seconds: number): string
  speed(kmPerHour: number): string
  /** `12 mai 2026`. What is no date is given back as it is, here and below. */
  date(at: string | number, timeZone?: string): string
  /** `12 mai 2026, 14:05`, in the reader's zone or the one given. */
  instant(at: string | number, timeZone?: string): string
  /** `14:05`. */
  time(at: string | number): string
  /** `il y a 3 jours`. */
  age(at: string | number, nowMs: number): string
  bytes(bytes: number): string
}

const UNIT_SPACE = '\u00a0'
const MINUTE_MS = 60_000
const AGES = [
  { unit: 'year', ms: 365.25 * 86_400_000 },
  { unit: 'month', ms: 30.44 * 86_400_000 },
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: MINUTE_MS },
] as const

/** Also said of what a clock that is ahead has dated later than now. */
const NOW_WORDS: Readonly<Record<Language, string>> = { fr: 'à l’instant', en: 'just now' }

const known = new Map<Language, Figures>()

/** The figures of a language. */
export function figures(language: Language): Figures {
  const figures = known.get(language) ?? makeFigures(language)
  known.set(language, figures)
  return figures
}

function makeFigures(language: Language): Figures {
  const tag = language === 'fr' ? 'fr-FR' : 'en-GB'
  const numbers = remembered(
    (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options),
  )
  const dates = remembered(
    (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options),
  )
  const decimal = (most: number, least = 0) =>
    numbers({ maximumFractionDigits: most, minimumFractionDigits: least })
  const [whole, fine, always] = [decimal(0), decimal(1), decimal(1, 1)]
  const united = (number: string, unit: string) => `${number}${UNIT_SPACE}${unit}`
  const metres = (value: number) => united((Math.abs(value) < 10 ? fine : whole).format(value), 'm')
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const dated = (at: string | number, options: Intl.DateTimeFormatOptions) => {
    const ms = new Date(at).getTime()
    if (Number.isNaN(ms)) return String(at)
    const text = dates(options).format(ms)
    // Intl writes "1 mars"; people write "1er mars".
    return language === 'fr' && options.dateStyle ? text.replace(/^1 /, '1er ') : text
  }
  const length = (value: number) =>
    Math.abs(value) < 995
      ? metres(value)
      : united((Math.abs(value) < 99_500 ? fine : whole).format(value / 1000), 'km')
  const zoned = (timeZone?: string) => (timeZone ? { timeZone } : {})
  return {
    number: (value, decimals = 2) => decimal(decimals).format(value),
    metres,
    length,
    roughLength(value) {
      const step = value < 100 ? 5 : value < 1_000 ? 10 : 1
      return length(Math.round(value / step) * step)
    },
    km: (value) => always.format(value / 1000),
    share(share, decimals = 0) {
      const step = 10 ** -(decimals + 2)
      const shown = share < 1 ? Math.min(1 - step, Math.round(share / step) * step) : share
      return numbers({ style: 'percent', maximumFractionDigits: decimals }).format(shown)
    },
    duration(seconds) {
      if (seconds < 59.5) return united(whole.format(Math.max(0, seconds)), 's')
      const minutes = Math.round(seconds / 60)
      if (minutes < 60) return united(`${minutes}`, 'min')
      const rest = String(minutes % 60).padStart(2, '0')
      return united(united(`${Math.floor(minutes / 60)}`, 'h'), rest)
    },
    speed: (kmPerHour) => united(fine.format(kmPerHour), 'km/h'),
    date: (at, timeZone) => dated(at, { dateStyle: 'long', ...zoned(timeZone) }),
    instant: (at, timeZone) =>
      dated(at, { dateStyle: 'long', timeStyle: 'short', ...zoned(timeZone) }),
    time: (at) => dated(at, { timeStyle: 'short' }),
    age(at, nowMs) {
      const sinceMs = nowMs - new Date(at).getTime()
      if (Number.isNaN(sinceMs)) return String(at)
      const fit = AGES.find(({ ms }) => sinceMs >= ms)
      return fit ? relative.format(-Math.floor(sinceMs / fit.ms), fit.unit) : NOW_WORDS[language]
    },
    bytes(bytes) {
      const [kilo, mega, giga] = language === 'fr' ? ['ko', 'Mo', 'Go'] : ['kB', 'MB', 'GB']
      if (bytes < 1e6) return united(whole.format(Math.ceil(bytes / 1e3)), kilo)
      const [value, unit] = bytes < 1e9 ? [bytes / 1e6, mega] : [bytes / 1e9, giga]
      return united((value < 10 || unit === giga ? fine : whole).format(value), unit)
    },
  }
}

/** A formatter costs more than all it will ever format on one screen: each is made once. */
function remembered<Options extends object, Format>(make: (options: Options) => Format) {
  const made = new Map<string, Format>()
  return (options: Options): Format => {
    const key = JSON.stringify(options)
    const format = made.get(key) ?? make(options)
    made.set(key, format)
    return format
  }
}
