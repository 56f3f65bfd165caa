import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type {
  DecisionAnswer,
  DeskElsewhereAnswer,
  DeskTrailAnswer,
} from '../../../contract/desk.ts'
import type { PointEntity } from '../../../domain/catalogue/change-point.ts'
import type { CatalogueEntity } from '../../../domain/catalogue/entity.ts'
import {
  isAction,
  namesOf,
  type Decision,
  type DecisionOf,
} from '../../../domain/catalogue/decision.ts'
import type { DeskFailure } from '../shell/desk-api.ts'
import { useDesk } from '../shell/desk-ports.ts'
import type { Refusal } from '../shell/desk-words.ts'
import { takeLatest } from '../shell/take-latest.ts'
import { reviewRows } from './evidence/review-rows.ts'

/** Observations that name no trail are reviewed on the same screen, under this id. */
export const ELSEWHERE = 'elsewhere'

type Undoable = Exclude<
  Decision,
  DecisionOf<'undo'> | DecisionOf<'publish'> | DecisionOf<'unpublish'>
>

/** What became of a decision that was sent: told to the reader as it is. */
export type Decided =
  | {
      readonly ok: true
      readonly answer: Extract<DecisionAnswer, { outcome: 'applied' | 'duplicate' }>
    }
  | { readonly ok: false; readonly refusal: Refusal }
  | { readonly ok: false; readonly failure: DeskFailure }

/** Pessimistic store: the evidence for one trail as the server gave it; a decision shows once the server has it. */
export const useTrailReviewStore = defineStore('trail-review', () => {
  const { api } = useDesk()
  const id = ref('')
  const evidence = shallowRef<DeskTrailAnswer | null>(null)
  const elsewhere = shallowRef<DeskElsewhereAnswer | null>(null)
  const failure = shallowRef<DeskFailure | null>(null)
  const loading = ref(false)
  const deciding = ref(false)
  /** The last decision that was not applied, by what it was about. */
  const refusal = shallowRef<{ readonly about: string; readonly answer: Refusal } | null>(null)

  /** Undo stack: what this tab has decided here, and at which decision each thing stands since. */
  const done = shallowRef<readonly Undoable[]>([])
  const standsAt = new Map<string, string>()
  const lastDone = computed(() => done.value.at(-1) ?? null)
  function remember(decision: Decision, changed: readonly CatalogueEntity[]): void {
    for (const one of changed) standsAt.set(one.id, one.properties.decision)
    if (isAction(decision, 'undo')) {
      done.value = done.value.filter(({ id: known }) => known !== decision.properties.undoes)
    } else if (isAction(decision, 'publish', 'unpublish')) done.value = []
    else done.value = [...done.value, decision]
  }

  const rows = computed(() =>
    reviewRows(evidence.value?.observations ?? elsewhere.value?.observations ?? []),
  )
  const known = computed(() => evidence.value ?? elsewhere.value)
  /** Things of the catalogue that are here, or that a proposal names. */
  const things = computed<readonly PointEntity[]>(() => {
    const { heritage = [], reports = [], targets = [] } = known.value ?? {}
    return [...heritage, ...reports, ...targets]
  })

  const ask = takeLatest()
  async function load(trail: string, territory: string): Promise<void> {
    if (trail !== id.value) {
      id.value = trail
      evidence.value = null
      elsewhere.value = null
      refusal.value = null
      done.value = []
      standsAt.clear()
    }
    loading.value = true
    const { isNews, isLast } = ask()
    if (trail === ELSEWHERE) {
      const answer = await api.elsewhere(territory)
      if (id.value === trail && isNews())
        take(answer.ok ? null : answer, () => {
          if (answer.ok) elsewhere.value = answer.value
        })
    } else {
      const answer = await api.trail(trail, territory)
      if (id.value === trail && isNews())
        take(answer.ok ? null : answer, () => {
          if (answer.ok) evidence.value = answer.value
        })
    }
    if (isLast()) loading.value = false
  }

  function take(failed: DeskFailure | null, store: () => void): void {
    failure.value = failed
    if (!failed) store()
  }

  /** Sends one decision, then reads the trail again, whatever the answer: the page shows what is. */
  async function decide(decision: Decision): Promise<Decided> {
    deciding.value = true
    refusal.value = null
    const answer = await api.decide(decision)
    await load(id.value, decision.properties.territory)
    deciding.value = false
    if (!answer.ok) return { ok: false, failure: answer }
    if (answer.value.outcome === 'refused') {
      refusal.value = { about: aboutOf(decision), answer: answer.value }
      return { ok: false, refusal: answer.value }
    }
    remember(decision, answer.value.changed)
    return { ok: true, answer: answer.value }
  }

  const refusalOf = (about: string | undefined): Refusal | null =>
    refusal.value && refusal.value.about === about ? refusal.value.answer : null

  return {
    id,
    evidence,
    elsewhere,
    known,
    things,
    failure,
    loading,
    deciding,
    rows,
    lastDone,
    /** At which decision a thing stands, as far as this tab knows. */
    stateOf: (thing: string) => standsAt.get(thing),
    refusalOf,
    load,
    decide,
  }
})

/** The observation that a decision answers, else the thing it changes. */
function aboutOf(decision: Decision): string {
  return namesOf(decision).observation ?? decision.properties.target
}
