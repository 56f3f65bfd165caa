/** What helps to find a fault, and is the same whoever was affected. */
const TELLING = [
  'code',
  'table',
  'column',
  'constraint',
  'routine',
  'syscall',
  'errno',
  'status',
] as const
/** A place, a date, an amount: figures with decimals. */
const DECIMALS = /-?\d+\.\d{2,}/g
/** What an engine or a parser quotes is what it was given. */
const QUOTED = /"[^"]*"|'[^']*'|“[^”]*”|«[^»]*»|`[^`]*`/g
const LONGEST_CHARS = 200
const FRAMES = 12

/**
 * An error as the log may keep it: its kind, its code, where it happened, and its sentence without what is quoted in
 * it. Rows, values and texts, which PostgreSQL and JSON put into their errors, may be somebody's.
 */
export function errorWithoutData(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const named: Record<string, unknown> = { type: error.name }
  for (const key of TELLING) {
    const value: unknown = Reflect.get(error, key)
    if (typeof value === 'string' || typeof value === 'number') named[key] = value
  }
  const sentence = (error.message.split('\n')[0] ?? '').slice(0, LONGEST_CHARS)
  named['message'] = sentence.replace(QUOTED, '…').replace(DECIMALS, '…')
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  named['stack'] = frames.slice(0, FRAMES).map((line) => line.trim())
  if (error.cause !== undefined) named['cause'] = errorWithoutData(error.cause)
  return named
}
