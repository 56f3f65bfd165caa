import type { Finding } from '../../domain/checks/finding.ts'
import { sayFinding } from '../../locales/say-finding.ts'
import { sayCode, type Words } from './words.ts'

/** A finding as a sentence: its words are under the check id, its figures in the reader's units. */
export function findingSentence(finding: Finding, { t, language }: Words): string {
  return sayFinding((key, params) => sayCode(t, `checks.${key}`, params), language, finding)
}
