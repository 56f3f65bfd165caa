import { dateText, timeText } from '../i18n/figures.ts'
import type { Words } from '../ui/words.ts'
import type { Standing } from './outbox-rows.ts'

/** Where one thing stands, in one sentence. */
export function standingSentence(standing: Standing, words: Words): string {
  const { t, language } = words
  switch (standing.id) {
    case 'retry':
      return t('field.outbox.state.retry', { time: timeText(standing.atMs, language) })
    case 'received':
      return t('field.outbox.state.received', { date: dateText(standing.at, language) })
    case 'refused':
      return standing.reason
        ? t('field.outbox.state.refused', { reason: standing.reason })
        : t('field.outbox.state.refusedNoReason')
    case 'attention':
      return t('field.outbox.state.attention', { why: refusalSentence(standing, words) })
    case 'draft':
    case 'draftWalk':
    case 'walk':
    case 'waiting':
    case 'sending':
    case 'elsewhere':
    case 'accepted':
    case 'merged':
    case 'solved':
      return t(`field.outbox.state.${standing.id}`)
  }
}

/** Every refusal has a sentence: the record's own first, the request's next, the phone's last. */
export function refusalSentence(
  { code, field }: { readonly code: string; readonly field?: string },
  { t }: Words,
): string {
  for (const key of [
    `problems.record.${code}`,
    `problems.${code}`,
    `field.outbox.refusal.${code}`,
  ]) {
    const sentence = t(key, { field: field ?? '' })
    if (sentence !== key) return sentence
  }
  return t('field.outbox.refusal.unknown', { code })
}
