import { describe, expect, it } from 'vitest'
import {
  nextUndecided,
  reviewRows,
} from '../../../../../src/app/desk/trail/evidence/review-rows.ts'
import type { ReviewedObservation } from '../../../../../src/contract/desk.ts'
import { fakeTrail, fakeIds } from '../../../../support/fake-desk-api.ts'
import { heritage, report, walk } from '../../../../support/fake-desk-data.ts'

const trail = fakeTrail(fakeIds(700)(), 'Essai')
const walked = walk(trail, [[0, 100]], 2)
const old = heritage(trail, [-0.6, 43.7], {}, 90)
const young = heritage(trail, [-0.6, 43.7], {}, 3)
const problem = report(trail, [-0.6, 43.7], {}, 50)

function answered(one: ReviewedObservation, undone: boolean): ReviewedObservation {
  return {
    ...one,
    answer: {
      type: 'Feature',
      id: one.observation.id,
      geometry: null,
      properties: {
        kind: 'answer',
        territory: 'essai',
        outcome: 'refused',
        decision: one.observation.id,
        decidedAt: '2026-11-20T09:00:00Z',
        ...(undone ? { deleted: { at: '2026-11-20T09:30:00Z', reason: '', undone: true } } : {}),
      },
    },
  }
}

describe('reviewRows', () => {
  it('puts walks first, then problems, then heritage, oldest first', () => {
    const rows = reviewRows([young, problem, old, walked])
    expect(rows.map((row) => row.id)).toEqual(
      [walked, problem, old, young].map((one) => one.observation.id),
    )
    expect(rows.map((row) => row.pinLabel)).toEqual([undefined, '1', '2', '3'])
  })

  it('folds what is decided below, without a number', () => {
    const rows = reviewRows([answered(problem, false), old])
    expect(rows.map((row) => row.state)).toEqual(['undecided', 'refused'])
    expect(rows[1]!.pinLabel).toBeUndefined()
  })

  it('lets an observation wait again once its answer was taken back', () => {
    expect(reviewRows([answered(problem, true)])[0]).toMatchObject({
      state: 'undecided',
      pinLabel: '1',
    })
  })

  it('goes on with the next one that waits, and round to the first', () => {
    const rows = reviewRows([walked, problem, old])
    expect(nextUndecided(rows, walked.observation.id)?.id).toBe(problem.observation.id)
    expect(nextUndecided(rows, old.observation.id)?.id).toBe(walked.observation.id)
    expect(nextUndecided(reviewRows([old]), old.observation.id)).toBeUndefined()
  })
})
