import type { Finding } from '../domain/checks/finding.ts'
import type { ProposedFix } from '../domain/checks/propose-fix.ts'
import enWords from '../locales/en/checks.json' with { type: 'json' }
import frWords from '../locales/fr/checks.json' with { type: 'json' }
import { sayFinding } from '../locales/say-finding.ts'
import { sayFix } from '../locales/say-fix.ts'
import { translator, type Language, type Translate } from '../locales/translate.ts'

/** Words of the `checks` area. */
export function checkWords(language: Language): Translate {
  return translator({ fr: frWords, en: enWords }, language)
}

/** One finding as one line of a report. */
export function findingLine(language: Language, finding: Finding): string {
  const words = checkWords(language)
  const { check, severity } = finding
  return `  [${words(`severity.${severity}`)}] ${check} ${sayFinding(words, language, finding)}`
}

/** One proposed fix as one line of a report. */
export function fixLine(language: Language, fix: ProposedFix): string {
  return `  - ${fix.check} ${sayFix(checkWords(language), language, fix)}`
}
