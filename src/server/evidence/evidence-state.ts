import type { AnswerEntity } from '../../domain/catalogue/entity.ts'
import type { WalkEvidence } from '../../domain/review/evidence.ts'

/** What an observation counts for: nothing is accepted before the office has said so. */
export function evidenceStateOf(answer: AnswerEntity | undefined): WalkEvidence['state'] {
  if (!answer) return 'pending'
  return answer.properties.outcome === 'refused' ? 'refused' : 'accepted'
}
