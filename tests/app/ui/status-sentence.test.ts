import { describe, expect, it } from 'vitest'
import { statusSentence } from '../../../src/app/ui/status-sentence.ts'
import type { TrailStatus } from '../../../src/domain/review/trail-status.ts'
import deskEn from '../../../src/locales/en/desk.json'
import fieldEn from '../../../src/locales/en/field.json'
import { figures } from '../../../src/locales/figures.ts'
import deskFr from '../../../src/locales/fr/desk.json'
import fieldFr from '../../../src/locales/fr/field.json'
import { translator } from '../../../src/locales/translate.ts'

const STATUSES: readonly TrailStatus[] = [
  { id: 'draft' },
  { id: 'to-test' },
  { id: 'in-test', because: { share: 0.62 } },
  { id: 'to-fix', because: { count: 3 } },
  { id: 'ready' },
  { id: 'published', because: {} },
  { id: 'published', because: { testedAt: '2026-05-12T08:00:00Z' } },
  { id: 'to-retest', because: { months: 14 } },
  { id: 'closed', because: { reason: 'coupe' } },
  { id: 'closed', because: { reason: 'coupe', until: '2027-03-01T00:00:00Z' } },
]

const WORDS = { fr: { desk: deskFr, field: fieldFr }, en: { desk: deskEn, field: fieldEn } }

describe.each(['fr', 'en'] as const)('why a trail has its status, in %s', (language) => {
  const words = { language, t: translator(WORDS, language), figures: figures(language) }

  it.each(['field.status', 'desk.because'] as const)('has words for every status: %s', (tone) => {
    for (const status of STATUSES)
      expect(statusSentence(status, words, tone)).not.toMatch(/field\.|desk\.|\{/)
  })
})
