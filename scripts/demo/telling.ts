import type { Ledger } from './ledger.ts'
import type { Field, HeritageSeen } from './places.ts'
import type { DemoTrailKey } from './trails.ts'
import { testSheet, walk, type DemoWalk, type DrawnTrail, type Walked } from './walks.ts'

/** What the tellers of the story write with. */
export interface Telling {
  readonly ledger: Ledger
  readonly field: Field
  readonly trails: Readonly<Record<DemoTrailKey, DrawnTrail>>
}

/** A whole walk that went well, with its sheet. */
export function goodTest(
  { ledger }: Telling,
  trail: DrawnTrail,
  options: DemoWalk,
  text?: string,
): { readonly walked: Walked; readonly ids: readonly string[] } {
  const walked = walk(ledger, trail, options)
  const sheet = testSheet(ledger, trail, walked, 'conforme', text ? { text } : {})
  return { walked, ids: [walked.id, sheet] }
}

/** Tags heritage points on a walk and accepts each one; gives the catalogue ids, in the order seen. */
export function inventory(
  { ledger, field }: Telling,
  trail: DrawnTrail,
  walked: Walked,
  seen: readonly HeritageSeen[],
  decidedAtMs: number,
): string[] {
  const observed = seen.map((one) => field.heritage(trail, walked, one))
  return observed.map((observation, i) =>
    ledger.decide('accept', ledger.newId(decidedAtMs + i), decidedAtMs + i * 60_000, {
      observation,
    }),
  )
}

/** Accepts tracks, sheets and all-clears: things that only get an answer. */
export function acceptAll(
  { ledger }: Telling,
  observations: readonly string[],
  atMs: number,
): void {
  observations.forEach((observation, i) => {
    ledger.decide('accept', observation, atMs + i * 30_000, { observation })
  })
}
