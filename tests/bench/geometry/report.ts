/** One line of the table: what was measured, what must be reached, what we aim at. */
export interface BenchRow {
  readonly what: string
  readonly on: string
  readonly measured: number
  readonly unit: string
  readonly atLeast: number
  readonly aim: number
  /** Whether small or large is good. */
  readonly good: 'small' | 'large'
  /** Anything a reader should know, such as the worst case. */
  readonly note?: string
}

export function reaches(row: BenchRow, limit: number): boolean {
  return row.good === 'small' ? row.measured <= limit : row.measured >= limit
}

/** Prints the rows as a table that reads the same in a terminal and in Markdown. */
export function printRows(rows: readonly BenchRow[]): void {
  const cells = rows.map((row) => [
    row.what,
    row.on,
    figure(row.measured, row.unit),
    figure(row.atLeast, row.unit),
    figure(row.aim, row.unit),
    reaches(row, row.aim) ? 'aim' : reaches(row, row.atLeast) ? 'reached' : 'NOT REACHED',
    row.note ?? '',
  ])
  const head = ['what', 'measured on', 'measured', 'at least', 'aim', 'result', 'note']
  const widths = head.map((title, c) =>
    Math.max(title.length, ...cells.map((row) => row[c]!.length)),
  )
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, c) => cell.padEnd(widths[c]!)).join(' | ')} |`
  console.log(line(head))
  console.log(line(widths.map((width) => '-'.repeat(width))))
  for (const row of cells) console.log(line(row))
}

function figure(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return `${value.toFixed(digits)} ${unit}`.trim()
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
