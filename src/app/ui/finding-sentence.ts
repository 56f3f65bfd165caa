import type { Finding } from '../../domain/checks/finding.ts'
import { sayFinding } from '../../locales/say-finding.ts'
import type { Words } from './words.ts'

/** A finding as a sentence: its words are under the check id, its figures in the reader's units. */
export function findingSentence(finding: Finding, { t, language }: Words): string {
  return sayFinding((key, params) => t(`checks.${key}`, params), language, finding)
}
