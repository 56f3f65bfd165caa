/** An instant as files write it; `zoned` is false when it does not say in which time zone. */
export interface ReadInstant {
  readonly atMs: number
  readonly zoned: boolean
}

const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?$/

/**
 * Milliseconds since 1970 for an RFC 3339 instant, and for its usual accidents: a space instead of
 * `T`, a date alone, no zone (then UTC). `null` when it is no date at all.
 */
export function readInstant(text: string): ReadInstant | null {
  const match = INSTANT.exec(text.trim())
  if (!match) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = match
  const monthNumber = Number(month)
  const dayNumber = Number(day)
  if (monthNumber < 1 || monthNumber > 12 || dayNumber < 1 || dayNumber > 31) return null
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return null
  const utc = Date.UTC(
    Number(year),
    monthNumber - 1,
    dayNumber,
    Number(hour),
    Number(minute),
    Number(second),
    Math.round(Number(`0.${fraction}`) * 1000),
  )
  const atMs = utc - offsetMinutes(zone) * 60_000
  return Number.isFinite(atMs) ? { atMs, zoned: zone !== undefined } : null
}

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0
  const minutes =
    Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2) || 0) * (zone.length > 3 ? 1 : 0)
  return zone.startsWith('-') ? -minutes : minutes
}
