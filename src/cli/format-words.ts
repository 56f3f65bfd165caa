import type { FileRefusal, FormatProblem } from '../domain/formats/parsed-file.ts'
import enWords from '../locales/en/formats.json' with { type: 'json' }
import frWords from '../locales/fr/formats.json' with { type: 'json' }
import { translator, type Language } from '../locales/translate.ts'

/** Sentences about files. */
export interface FormatWords {
  problem(problem: FormatProblem): string
  refusal(refusal: FileRefusal): string
}

export function formatWords(language: Language): FormatWords {
  const t = translator({ fr: frWords, en: enWords }, language)
  return {
    problem: ({ code, count }) => t(`problem.${code}`, { count }),
    refusal: ({ code, line }) => t(`refusal.${code}`, line === undefined ? {} : { line }),
  }
}
