/** A day of time, milliseconds: not a calendar's day, which may have 23 or 25 hours. */
export const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar day of an instant where the clocks of `timeZone` hang: `2026-11-20`. */
export function dayIn(timeZone: string, at: number | string): string {
  // Swedes write their dates as ISO 8601 does.
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, format)
  return format.format(new Date(at))
}

/** The first instant of the next calendar day of a time zone, milliseconds since 1970. */
export function nextDayMs(timeZone: string, nowMs: number): number {
  const today = dayIn(timeZone, nowMs)
  let [before, after] = [nowMs, nowMs + 1.5 * DAY_MS]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dayIn(timeZone, middle) === today) before = middle
    else after = middle
  }
  return after
}
