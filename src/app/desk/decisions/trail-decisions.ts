import type { HeritageEntity, ReportEntity, TrailEntity } from '../../../domain/catalogue/entity.ts'
import type { AmendedAttributes, Correction, Decision } from '../../../domain/catalogue/decision.ts'
import type { ChosenMerge } from '../../../domain/review/merge-choices.ts'
import type { GateItem } from '../../../domain/review/publication-gate.ts'
import * as build from './build-decision.ts'
import { useDesk } from '../shell/desk-ports.ts'
import { useDeskToasts } from '../shell/desk-toasts.ts'
import { failureSentence, refusalSentence, titleOf, useDeskWords } from '../shell/desk-words.ts'
import { useDeskStore } from '../queue/desk.store.ts'
import type { LineCandidate } from '../trail/line/line-candidates.ts'
import { nextUndecided, type ReviewRow } from '../trail/evidence/review-rows.ts'
import { useTrailReviewStore } from '../trail/trail-review.store.ts'
import type { useTrailSelection } from '../trail/trail-selection.ts'
import { sayCode } from '../../ui/words.ts'

export type TrailDecisions = ReturnType<typeof useTrailDecisions>

/**
 * The answers of the trail page: builds the decision, sends it, says what became of it, and moves on to
 * the next thing that waits.
 */
export function useTrailDecisions({
  goTo,
  moveOn,
}: Pick<ReturnType<typeof useTrailSelection>, 'goTo' | 'moveOn'>) {
  const { newId, nowMs } = useDesk()
  const words = useDeskWords()
  const { t } = words
  const toasts = useDeskToasts()
  const desk = useDeskStore()
  const store = useTrailReviewStore()

  const making = (): build.DecisionMaking => ({ newId, nowMs, territory: desk.territoryId })

  async function send(decision: Decision, done: string, after?: ReviewRow): Promise<void> {
    // What was decided stays before the eyes until the answer is there, whatever else waits.
    if (after) goTo(after.id)
    const next = after ? nextUndecided(store.rows, after.id)?.id : undefined
    const decided = await store.decide(decision)
    if (decided.ok) {
      toasts.say(done)
      if (after) moveOn(after.id, next)
    } else if ('failure' in decided) {
      toasts.say(failureSentence(decided.failure, words), 'stop')
    } else if (!after) {
      toasts.say(refusalSentence(decided.refusal, words), 'attention')
    }
    await desk.refresh()
  }
  const onTrail = (make: (trail: TrailEntity) => Decision, done: string | (() => string)): void => {
    const trail = store.evidence?.trail
    if (trail) void send(make(trail), typeof done === 'string' ? done : done())
  }
  const named = (key: string, { reviewed }: ReviewRow) =>
    sayCode(t, `desk.answer.done.${key}`, { title: titleOf(reviewed, words) })

  return {
    accept: (row: ReviewRow, corrections: Correction) =>
      void send(build.accept(making(), row.reviewed, corrections), named('accept', row), row),
    merge: (row: ReviewRow, into: HeritageEntity | ReportEntity, chosen: ChosenMerge) =>
      void send(build.merge(making(), row.reviewed, into, chosen), named('merge', row), row),
    refuse: (row: ReviewRow, reason: string) =>
      void send(build.refuse(making(), row.reviewed, reason), named('refuse', row), row),
    undo: (row: ReviewRow) => {
      const { answer } = row.reviewed
      if (!answer) return
      const entity = store.things.find((one) => one.id === answer.properties.into)
      goTo(row.id)
      void send(build.undoAnswer(making(), answer, entity), named('undo', row))
    },
    /** What this tab decided last of this trail. */
    undoLast: () => {
      const last = store.lastDone
      const basedOn = last && store.stateOf(last.properties.target)
      if (last && basedOn) void send(build.undo(making(), last, basedOn), t('desk.undo.done'))
    },
    removeTrail: (reason: string) =>
      onTrail((trail) => build.remove(making(), trail, reason), t('desk.catalogue.trailRemoved')),
    correct: (entity: HeritageEntity | ReportEntity, corrections: Correction) =>
      void send(build.correct(making(), entity, corrections), t('desk.answer.done.other')),
    absorb: (into: HeritageEntity | ReportEntity, duplicate: HeritageEntity | ReportEntity) =>
      void send(build.absorb(making(), into, duplicate), t('desk.catalogue.absorbed')),
    waive: (check: string, reason: string) =>
      onTrail((trail) => build.waive(making(), trail, check, reason), t('desk.answer.done.other')),
    waiveItem: (item: GateItem, reason: string) =>
      onTrail((trail) => build.waiveItem(making(), trail, item, reason), t('desk.gate.waivedDone')),
    setLine: ({ line: coordinates, recorded, method }: LineCandidate, reason: string) =>
      onTrail(
        (trail) => build.setReference(making(), trail, { coordinates, recorded }, method, reason),
        () => t('desk.line.done', { version: (store.evidence?.trail.properties.version ?? 0) + 1 }),
      ),
    publish: () =>
      onTrail(
        (trail) => build.publish(making(), trail),
        t('desk.publish.done', {
          number: (store.evidence?.trail.properties.publications ?? 0) + 1,
        }),
      ),
    unpublish: (reason: string) =>
      onTrail((trail) => build.unpublish(making(), trail, reason), t('desk.publish.unpublished')),
    close: (closure: { readonly reason: string; readonly until?: string }) =>
      onTrail((trail) => build.close(making(), trail, closure), t('desk.publish.closedDone')),
    reopen: () => onTrail((trail) => build.reopen(making(), trail), t('desk.publish.reopened')),
    amend: (attributes: AmendedAttributes) =>
      onTrail((trail) => build.amendTrail(making(), trail, attributes), t('desk.catalogue.saved')),
    solve: (report: ReportEntity) =>
      void send(build.solve(making(), report), t('desk.catalogue.solvedDone')),
    remove: (entity: HeritageEntity | ReportEntity, reason: string, redact: boolean) =>
      void send(build.remove(making(), entity, reason, redact), t('desk.catalogue.removed')),
  }
}
