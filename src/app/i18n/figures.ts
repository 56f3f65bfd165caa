/** Figures as people read them, in the language in use. */

const NARROW_SPACE = ' '

/** A length: metres below one kilometre, then kilometres with one decimal. */
export function lengthText(metres: number, language: string): string {
  const isLong = metres >= 1_000
  const value = isLong ? metres / 1_000 : Math.round(metres)
  const digits = isLong ? 1 : 0
  const number = new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
  return `${number}${NARROW_SPACE}${isLong ? 'km' : 'm'}`
}

/** A distance far enough away to be said roughly: 40 m, 350 m, 2,4 km. */
export function roughDistanceText(metres: number, language: string): string {
  if (metres < 100) return lengthText(Math.round(metres / 5) * 5, language)
  return lengthText(metres < 1_000 ? Math.round(metres / 10) * 10 : metres, language)
}

/** Kilometres with one decimal, without their unit. */
export function kmText(metres: number, language: string): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(metres / 1_000)
}

export function percentText(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(
    share,
  )
}

/** 2 h 05, 12 min, 40 s. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds}${NARROW_SPACE}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}${NARROW_SPACE}min`
  const rest = String(minutes % 60).padStart(2, '0')
  return `${Math.floor(minutes / 60)}${NARROW_SPACE}h${NARROW_SPACE}${rest}`
}

export function dateText(instant: string | number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(instant))
}

export function dateTimeText(instant: string | number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(instant),
  )
}

export function timeText(instant: string | number, language: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(instant))
}

export function bytesText(bytes: number, language: string): string {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })
  return bytes < 1_000_000
    ? `${number.format(Math.ceil(bytes / 1_000))}${NARROW_SPACE}${language === 'fr' ? 'ko' : 'kB'}`
    : `${number.format(bytes / 1_000_000)}${NARROW_SPACE}${language === 'fr' ? 'Mo' : 'MB'}`
}
