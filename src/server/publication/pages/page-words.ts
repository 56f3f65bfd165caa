import english from '../../../locales/en/public.json' with { type: 'json' }
import french from '../../../locales/fr/public.json' with { type: 'json' }
import { translator, type Language, type Translate } from '../../../locales/translate.ts'
import { labelOf, type Term } from '../../../domain/observation/vocabularies.ts'
import type { TrailStatus } from '../../../domain/review/trail-status.ts'

/** What a page says and how it writes figures, in the reader's language. */
export interface PageWords {
  readonly language: Language
  readonly say: Translate
  /** `12,4 km` */
  readonly km: (lengthM: number) => string
  readonly kmFigure: (lengthM: number) => string
  readonly duration: (seconds: number) => string
  /** `12 mai 2026`, of an instant or a day. */
  readonly day: (iso: string) => string
  readonly label: (list: readonly Term[], id: string) => string
  readonly status: (status: TrailStatus) => string
}

const WORDS = { fr: french, en: english }
const LOCALES = { fr: 'fr-FR', en: 'en-GB' } as const
const TIME_ZONE = 'Europe/Paris'

export function pageWords(language: Language): PageWords {
  const say = translator(WORDS, language)
  const oneDecimal = new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const days = new Intl.DateTimeFormat(LOCALES[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: TIME_ZONE,
  })
  const kmFigure = (lengthM: number) => oneDecimal.format(lengthM / 1000)
  const day = (iso: string) => days.format(new Date(iso))
  return {
    language,
    say,
    kmFigure,
    km: (lengthM) => say('facts.km', { value: kmFigure(lengthM) }),
    duration: (seconds) => durationOf(seconds, say),
    day,
    label: (list, id) => labelOf(list, id, language),
    status: (status) => statusOf(status, say, day),
  }
}

function durationOf(seconds: number, say: Translate): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.round((seconds % 3600) / 60)
  if (hours === 0) return say('facts.onlyMinutes', { minutes })
  if (minutes === 0) return say('facts.onlyHours', { hours })
  return say('facts.hours', { hours, minutes: String(minutes).padStart(2, '0') })
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
