import english from '../../../locales/en/public.json' with { type: 'json' }
import french from '../../../locales/fr/public.json' with { type: 'json' }
import { figures } from '../../../locales/figures.ts'
import { translator, type Language, type Translate } from '../../../locales/translate.ts'
import { labelOf, type Term } from '../../../domain/observation/vocabularies.ts'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import { timeZoneOf } from '../../../domain/catalogue/time-zone.ts'
import type { TrailStatus } from '../../../domain/review/trail-status.ts'

/** What a page says and how it writes figures, in the reader's language. */
export interface PageWords {
  readonly language: Language
  readonly say: Translate
  /** `12,4 km` */
  readonly km: (lengthM: number) => string
  readonly kmFigure: (lengthM: number) => string
  /** Of a share of 1. */
  readonly share: (share: number) => string
  readonly duration: (seconds: number) => string
  /** `12 mai 2026`, of a day, or of an instant where the clocks of a territory hang. */
  readonly day: (iso: string, of: Territory) => string
  readonly label: (list: readonly Term[], id: string) => string
  readonly status: (status: TrailStatus, of: Territory) => string
}

const WORDS = { fr: french, en: english }
const DAY = /^\d{4}-\d{2}-\d{2}$/

export function pageWords(language: Language): PageWords {
  const say = translator(WORDS, language)
  const figure = figures(language)
  const kmFigure = (lengthM: number) => figure.km(lengthM)
  // A day is the same day everywhere; an instant is not.
  const day = (iso: string, of: Territory) =>
    figure.date(iso, DAY.test(iso) ? 'UTC' : timeZoneOf(of))
  return {
    language,
    say,
    kmFigure,
    km: (lengthM) => figure.length(lengthM),
    share: (share) => figure.share(share),
    duration: (seconds) => figure.duration(seconds),
    day,
    label: (list, id) => labelOf(list, id, language),
    status: (status, of) => statusOf(status, say, (iso) => day(iso, of)),
  }
}

/** Honest in one line: when it was tested, or why one should not go. */
function statusOf(status: TrailStatus, say: Translate, day: (iso: string) => string): string {
  switch (status.id) {
    case 'closed':
      return status.because.until
        ? say('status.closedUntil', { date: day(status.because.until) })
        : say('status.closed', { reason: status.because.reason })
    case 'to-retest': {
      const { testedAt, months } = status.because
      return testedAt
        ? say('status.to-retest', { date: day(testedAt), months })
        : say('status.to-retestUntested')
    }
    case 'published':
      return status.because.testedAt
        ? say('status.published', { date: day(status.because.testedAt) })
        : say('status.publishedUntested')
    case 'draft':
    case 'to-test':
    case 'in-test':
    case 'to-fix':
    case 'ready':
      return say('status.publishedUntested')
  }
}
