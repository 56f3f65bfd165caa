import type { Finding } from '../../domain/checks/finding.ts'
import type { Words } from '../ui/words.ts'

/** A finding as a sentence: the words are kept under its check, the numbers come with it. */
export function findingSentence(finding: Finding, { t, language }: Words): string {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const numbers: Record<string, string | number> = {}
  const add = (name: string, value: number | string | undefined) => {
    if (value !== undefined)
      numbers[name] = typeof value === 'number' && name !== 'count' ? number.format(value) : value
  }
  add('value', finding.value)
  add('threshold', finding.threshold)
  add('fromKm', finding.intervalM && finding.intervalM[0] / 1_000)
  add('toKm', finding.intervalM && finding.intervalM[1] / 1_000)
  for (const [name, value] of Object.entries(finding.params ?? {})) add(name, value)
  if (numbers['count'] === undefined) numbers['count'] = finding.at.length
  return t(`checks.${finding.check}`, numbers)
}
