import { defineStore } from 'pinia'
import { foldAccents } from '../../../domain/observation/fold-accents.ts'
import { computed, ref, shallowRef } from 'vue'
import type { DeskTrailRow, DeskTrailsAnswer } from '../../../contract/desk.ts'
import type { SessionAnswer } from '../../../contract/access.ts'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import type { TrailStatus } from '../../../domain/review/trail-status.ts'
import type { DeskFailure } from '../shell/desk-api.ts'
import { useDesk } from '../shell/desk-ports.ts'
import { takeLatest } from '../shell/take-latest.ts'

export interface TrailFilter {
  readonly text: string
  readonly status: TrailStatus['id'] | ''
  readonly waiting: boolean
}

/** Who is at the desk, for which territory, and what waits there. */
export const useDeskStore = defineStore('desk', () => {
  const { api } = useDesk()
  const session = shallowRef<SessionAnswer | null>(null)
  const territory = shallowRef<Territory | null>(null)
  const trails = shallowRef<DeskTrailsAnswer | null>(null)
  const failure = shallowRef<DeskFailure | null>(null)
  const opening = ref(true)

  const territoryId = computed(() => session.value?.territory ?? '')
  const isStaff = computed(() => ['staff', 'admin'].includes(session.value?.role ?? ''))
  const undecided = computed(() => {
    const rows = trails.value?.rows ?? []
    return rows.reduce((sum, row) => sum + row.undecided, trails.value?.elsewhere ?? 0)
  })

  /** Once at the start: who I am, then what the territory looks like and what waits. */
  async function open(): Promise<void> {
    opening.value = true
    failure.value = null
    const answer = await api.session()
    if (!answer.ok) failure.value = answer
    else {
      session.value = answer.value
      if (isStaff.value) await Promise.all([loadTerritory(), refresh()])
    }
    opening.value = false
  }

  async function loadTerritory(): Promise<void> {
    const answer = await api.territory(territoryId.value)
    if (answer.ok) territory.value = answer.value
  }

  const ask = takeLatest()
  async function refresh(): Promise<void> {
    if (!territoryId.value) return
    const { isNews } = ask()
    const answer = await api.trails(territoryId.value)
    if (!isNews()) return
    if (answer.ok) {
      trails.value = answer.value
      failure.value = null
    } else failure.value = answer
  }

  return {
    session,
    territory,
    trails,
    failure,
    opening,
    territoryId,
    isStaff,
    undecided,
    open,
    refresh,
  }
})

/** The rows that pass the filter, in the server's order: most urgent first. */
export function filterTrails(
  rows: readonly DeskTrailRow[],
  { text, status, waiting }: TrailFilter,
): readonly DeskTrailRow[] {
  const wanted = plain(text)
  return rows.filter(
    (row) =>
      (status === '' || row.status.id === status) &&
      (!waiting || row.undecided > 0) &&
      (wanted === '' || plain(row.name).includes(wanted)),
  )
}

function plain(text: string): string {
  return foldAccents(text).trim()
}
