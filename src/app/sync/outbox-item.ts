import { omit } from 'es-toolkit/object'
import type { Failure } from '../services/api-client.ts'
import type { ProblemCode } from '../../contract/problem.ts'
import type { PushAnswer, PushOutcome } from '../../contract/protocol.ts'
import type { OutboxItem } from '../storage/rows.ts'
import type { RoundEnd } from './sync-options.ts'

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 300_000
const ENDS: Readonly<Partial<Record<ProblemCode, RoundEnd>>> = {
  'not-signed-in': 'signed-out',
  'device-revoked': 'signed-out',
  'protocol-too-old': 'too-old',
  'too-many-requests': 'server-trouble',
  // The server's own address is set wrong: no record is the worse for it.
  'wrong-origin': 'server-trouble',
  'storage-full': 'server-trouble',
  'try-later': 'server-trouble',
}

/** Refusals of one request that say nothing of the record: bytes spoiled on the way come again. */
const PASSING: ReadonlySet<ProblemCode> = new Set([
  'resync',
  'blob-offset',
  'wrong-hash',
  'body-stalled',
])

/** Exponential backoff with jitter: the wait after `attempts` failures, doubling from 5 s to 5 min. */
export function waitMs(attempts: number, random: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 10))
  return Math.round(wait * (0.5 + random / 2))
}

/** Back on the phone, to be tried again later. */
export function postponed(item: OutboxItem, nowMs: number, random: number): OutboxItem {
  const attempts = item.attempts + 1
  return {
    ...item,
    state: 'waiting',
    attempts,
    nextAttemptAtMs: nowMs + waitMs(attempts, random),
  }
}

/** Refused: kept here and there, shown with why and a way out (promise P09). */
export function refused(item: OutboxItem, code: string, field?: string): OutboxItem {
  return { ...item, state: 'attention', refusal: field ? { code, field } : { code } }
}

/** Offered again: by hand, or because the server no longer has what it once acknowledged. */
export function offeredAgain(item: OutboxItem): OutboxItem {
  return {
    ...omit(item, ['refusal', 'receipt']),
    state: 'waiting',
    attempts: 0,
    nextAttemptAtMs: 0,
  }
}

/**
 * Idempotent acknowledgement: what an outcome makes of an item, whether it arrived once or twice. A receipt counts only when it names this record and every blob of it
 * by hash (promise P06); one that does not is "not sent yet".
 */
export function afterOutcome(
  item: OutboxItem,
  outcome: PushOutcome,
  answer: Pick<PushAnswer, 'server' | 'epoch' | 'receivedAt'>,
  later: (item: OutboxItem) => OutboxItem,
): OutboxItem {
  switch (outcome.outcome) {
    case 'created':
    case 'duplicate': {
      const { id, blobs, seq } = outcome
      if (id !== item.id || item.blobs.some(({ sha256 }) => !blobs.includes(sha256)))
        return later(item)
      const { server, epoch, receivedAt } = answer
      const rest = omit(item, ['refusal'])
      return { ...rest, state: 'received', receipt: { server, epoch, receivedAt, seq, blobs } }
    }
    case 'deferred':
      return later(item)
    case 'conflict':
      return refused(item, 'conflict')
    case 'rejected':
      return refused(item, outcome.code, outcome.field)
  }
}

/**
 * Failures that say nothing about the record itself: the whole round stops. A stranger's answer in the
 * middle of a round (a proxy that finds a photo too long, say) is held against one record only.
 */
export function endsRound(failure: Failure): RoundEnd | null {
  if (failure.why === 'no-network') return 'no-network'
  if (failure.why === 'stranger') return null
  return ENDS[failure.problem.problem] ?? null
}

/** The refusal a failure means for one record sent alone; `null` when it is worth trying again. */
export function refusalOf(failure: Failure): { code: string; field?: string } | null {
  if (failure.why !== 'problem' || failure.status >= 500) return null
  const { problem, field } = failure.problem
  if (PASSING.has(problem)) return null
  return field ? { code: problem, field } : { code: problem }
}
