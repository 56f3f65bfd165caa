import type { Finding } from '../../domain/checks/finding.ts'
import { sayFinding } from '../../locales/say-finding.ts'
import type { DeskWords } from './desk-words.ts'

/** A finding as a sentence: its words are under the check id, its figures in the reader's units. */
export function findingSentence(finding: Finding, { t, language }: DeskWords): string {
  return sayFinding((key, params) => t(`checks.${key}`, params), language, finding)
}

/** How a figure was computed. */
export function methodSentence(method: string, { t }: DeskWords): string {
  return t('desk.walk.method', { method: t(`checks.method.${method}`) })
}
