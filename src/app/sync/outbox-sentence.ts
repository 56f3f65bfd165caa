import { sayCode, type Words } from '../ui/words.ts'
import type { OutboxStatus } from './outbox-rows.ts'

/** Where one thing stands, in one sentence. */
export function outboxSentence(status: OutboxStatus, words: Words): string {
  const { t, figures } = words
  switch (status.id) {
    case 'retry':
      return t('field.outbox.state.retry', { time: figures.time(status.atMs) })
    case 'received':
      return t('field.outbox.state.received', { date: figures.date(status.at) })
    case 'refused':
      return status.reason
        ? t('field.outbox.state.refused', { reason: status.reason })
        : t('field.outbox.state.refusedNoReason')
    case 'attention':
      return t('field.outbox.state.attention', { why: refusalSentence(status, words) })
    case 'draft':
    case 'draftWalk':
    case 'walk':
    case 'waiting':
    case 'sending':
    case 'elsewhere':
    case 'accepted':
    case 'merged':
    case 'solved':
      return t(`field.outbox.state.${status.id}`)
  }
}

/** Every refusal has a sentence: the record's own first, the request's next, the phone's last. */
export function refusalSentence(
  { code, field }: { readonly code: string; readonly field?: string },
  { t }: Pick<Words, 't'>,
): string {
  for (const key of [
    `problems.record.${code}`,
    `problems.${code}`,
    `field.outbox.refusal.${code}`,
  ]) {
    const sentence = sayCode(t, key, { field: field ?? '' })
    if (sentence !== key) return sentence
  }
  return t('field.outbox.refusal.unknown', { code })
}
