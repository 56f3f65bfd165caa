import type { Failure } from '../services/api-client.ts'
import type { Say } from '../ui/words.ts'

/** What stood in the way, in words; needs the area `access`. */
export function failureSentence(
  failure: Failure | { readonly ok: false; readonly why: 'no-key' },
  t: Say,
): string {
  return failure.why === 'problem'
    ? t(`problems.${failure.problem.problem}`, failure.problem.params)
    : t(`access.failure.${failure.why}`)
}
