import { computed, watch } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { ReviewRow } from './evidence/review-rows.ts'
import { ownerOf } from './trail-picture.ts'

export type TrailTab = 'evidence' | 'publish' | 'catalogue' | 'line'
const TABS: readonly TrailTab[] = ['evidence', 'publish', 'catalogue', 'line']

/** What is looked at is in the address: a link to a colleague shows the same thing. */
export function useTrailSelection(rows: () => readonly ReviewRow[]) {
  const route = useRoute()
  const router = useRouter()
  /** What was asked for last: the address follows a moment later. */
  let asked = route.query
  watch(
    () => route.query,
    (query) => (asked = query),
  )
  function show(change: Record<string, string | undefined>): void {
    asked = { ...asked, ...change } as LocationQuery
    void router.replace({ query: asked })
  }

  const tab = computed<TrailTab>({
    get: () => TABS.find((one) => one === route.query['onglet']) ?? 'evidence',
    set: (next) => show({ onglet: next === 'evidence' ? undefined : next }),
  })
  /** Without a choice: the first thing that waits. */
  const selected = computed(() => {
    const asked = route.query['voir']
    if (typeof asked === 'string') return asked
    return rows().find((row) => row.state === 'undecided')?.id ?? null
  })
  /** A finding is looked at together with the walk it was found on. */
  const row = computed(() => rows().find((one) => one.id === ownerOf(selected.value)) ?? null)

  /** A catalogue entity is looked at in its own tab; a finding leaves the tab as it is. */
  function select(id: string): 'row' | 'finding' | 'entity' {
    const isRow = rows().some((one) => one.id === id)
    if (isRow) show({ voir: id, onglet: undefined })
    else if (id.includes('#')) show({ voir: id })
    else show({ voir: id, onglet: 'catalogue' })
    return isRow ? 'row' : id.includes('#') ? 'finding' : 'entity'
  }
  /** The row above or below; gives its id. */
  function step(by: number): string | undefined {
    const index = rows().findIndex((one) => one.id === row.value?.id)
    const next = rows()[Math.min(Math.max(index + by, 0), rows().length - 1)]
    if (next) show({ voir: next.id, onglet: undefined })
    return next?.id
  }
  const goTo = (id: string | undefined) => show({ voir: id, onglet: undefined })
  /** To the next thing, unless somebody has gone to look at something else meanwhile. */
  function moveOn(from: string, next: string | undefined): void {
    if (asked['voir'] === from && asked['onglet'] === undefined) goTo(next)
  }

  return { tab, selected, row, select, step, goTo, moveOn }
}
