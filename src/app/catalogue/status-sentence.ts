import type { TrailStatus } from '../../domain/review/trail-status.ts'
import { dateText, percentText } from '../i18n/figures.ts'
import type { Words } from '../ui/words.ts'

/** Why a trail has its status, in one sentence. */
export function statusSentence(status: TrailStatus, { t, language }: Words): string {
  switch (status.id) {
    case 'in-test':
      return t('field.status.in-test', { share: percentText(status.because.share, language) })
    case 'to-fix':
      return t('field.status.to-fix', { count: status.because.count })
    case 'published':
      return status.because.testedAt
        ? t('field.status.published', { date: dateText(status.because.testedAt, language) })
        : t('field.status.publishedUntested')
    case 'to-retest':
      return t('field.status.to-retest', { months: status.because.months })
    case 'closed': {
      const { until, reason } = status.because
      return until
        ? t('field.status.closedUntil', { date: dateText(until, language), reason })
        : t('field.status.closed', { reason })
    }
    case 'draft':
    case 'to-test':
    case 'ready':
      return t(`field.status.${status.id}`)
  }
}
