/** A day of time, milliseconds: not a calendar's day, which may have 23 or 25 hours. */
export const DAY_MS = 86_400_000
