import type { TrailStatus } from '../../domain/review/trail-status.ts'
import type { Words } from './words.ts'

/**
 * Why a trail has its status, in one sentence.
 * @param tone whose words: to a walker, or to those who decide
 */
export function statusSentence(
  status: TrailStatus,
  { t, figures }: Words,
  tone: 'field.status' | 'desk.because',
): string {
  switch (status.id) {
    case 'in-test':
      return t(`${tone}.in-test`, { share: figures.share(status.because.share) })
    case 'to-fix':
      return t(`${tone}.to-fix`, { count: status.because.count })
    case 'published':
      return status.because.testedAt
        ? t(`${tone}.published`, { date: figures.date(status.because.testedAt) })
        : t(`${tone}.publishedUntested`)
    case 'to-retest':
      return t(`${tone}.to-retest`, { months: status.because.months })
    case 'closed': {
      const { until, reason } = status.because
      return until
        ? t(`${tone}.closedUntil`, { date: figures.date(until), reason })
        : t(`${tone}.closed`, { reason })
    }
    case 'draft':
    case 'to-test':
    case 'ready':
      return t(`${tone}.${status.id}`)
  }
}
