import type { Finding } from '../../domain/checks/finding.ts'
import { sayFinding } from '../../locales/say-finding.ts'
import type { Words } from '../ui/words.ts'

/** A finding as a sentence, in the language of the screen. */
export function findingSentence(finding: Finding, { t, language }: Words): string {
  return sayFinding((key, params) => t(`checks.${key}`, params), language, finding)
}
