import * as z from 'zod/mini'

/**
 * A name that is shown in lists and journals: one line of whole characters. A line break, an escape sequence
 * of a terminal or a NUL is no part of a name, and half a character could not be kept as it was written.
 */
export function oneLine(maxLength: number) {
  return z.string().check(z.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u), z.maxLength(maxLength))
}
