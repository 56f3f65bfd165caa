import type { Finding } from '../../domain/checks/finding.ts'
import type { DeskWords } from './desk-words.ts'

/** A finding as a sentence: its words are under the check id, its figures in the reader's units. */
export function findingSentence(finding: Finding, { t, format }: DeskWords): string {
  const { check, intervalM, value, threshold, params } = finding
  const distance = (metres: number | undefined) =>
    metres === undefined ? '' : format.distance(metres)
  return t(`checks.${check}`, {
    ...params,
    count: finding.at.length,
    value: value ?? '',
    threshold: threshold ?? '',
    from: distance(intervalM?.[0]),
    to: distance(intervalM?.[1]),
  })
}

export function methodSentence(method: string, { t }: DeskWords): string {
  return t('desk.walk.method', { method: t(`checks.method.${method}`) })
}
