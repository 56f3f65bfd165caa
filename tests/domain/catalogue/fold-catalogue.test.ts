import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAction, type Decision } from '../../../src/domain/catalogue/decision.ts'
import { foldAnswer } from '../../../src/domain/catalogue/fold-answer.ts'
import { foldEntity, isNamedIn } from '../../../src/domain/catalogue/fold-entity.ts'
import { FIELD, move, playDesk } from './random-desk.ts'
import { fold, lookupIn, plain } from './sample-decisions.ts'

/** Random histories of up to 30 decisions by several people with screens of different ages. */
const history = fc.array(move, { maxLength: 30, size: 'max' }).map(playDesk)
const RUNS = { numRuns: 300 }
const lookup = lookupIn(FIELD)
const later = fc.array(fc.nat(), { minLength: 40, maxLength: 40 })

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}

/** The states that a history goes through, first one empty. */
function states(decisions: readonly Decision[]) {
  return [0, ...decisions.map((_, i) => i + 1)].map((n) => fold(decisions.slice(0, n), FIELD))
}

describe('the catalogue, folded from random histories', () => {
  it('[M4] is the same at every replay, and changes nothing it is given (300 runs)', () => {
    fc.assert(
      fc.property(history, (decisions) => {
        const first = plain(fold(freeze(decisions), freeze(FIELD)))
        expect(plain(fold(decisions, FIELD))).toEqual(first)
        expect(plain(fold(structuredClone(decisions), structuredClone(FIELD)))).toEqual(first)
      }),
      RUNS,
    )
  })

  it('[M4] [P11] does not depend on the order in which observations came (300 runs)', () => {
    const received = fc.shuffledSubarray(FIELD, { minLength: FIELD.length })
    fc.assert(
      fc.property(history, received, (decisions, observations) => {
        expect(plain(fold(decisions, observations))).toEqual(plain(fold(decisions, FIELD)))
      }),
      RUNS,
    )
  })

  it('[M5] [P07] does not change when decisions come again, anywhere later (300 runs)', () => {
    fc.assert(
      fc.property(history, later, (decisions, places) => {
        const repeated = [...decisions]
        for (const [i, decision] of decisions.entries()) {
          const from = repeated.lastIndexOf(decision) + 1
          repeated.splice(from + (places[i]! % (repeated.length - from + 1)), 0, decision)
        }
        expect(plain(fold(repeated, FIELD))).toEqual(plain(fold(decisions, FIELD)))
      }),
      RUNS,
    )
  })

  it('[M4] [P27] converges after a loss: what was missing comes back, so does the catalogue (300 runs)', () => {
    fc.assert(
      fc.property(history, fc.subarray(FIELD), fc.nat(30), (decisions, rest, cut) => {
        const damaged = fold(decisions, rest)
        expect(damaged.applied.length + damaged.refused.length).toBe(decisions.length)
        const kept = fold(decisions.slice(0, cut), FIELD)
        const resumed = fold([...kept.applied, ...decisions.slice(cut)], FIELD)
        expect(plain(resumed).entities).toEqual(plain(fold(decisions, FIELD)).entities)
        expect(plain(resumed).answers).toEqual(plain(fold(decisions, FIELD)).answers)
      }),
      RUNS,
    )
  })

  it('[M6] [P11] keeps every decision: applied, or refused with its payload (300 runs)', () => {
    fc.assert(
      fc.property(history, (decisions) => {
        const { applied, refused } = fold(decisions, FIELD)
        const kept = [...applied, ...refused.map((one) => one.decision)]
        expect(new Set(kept)).toEqual(new Set(decisions))
        expect(kept).toHaveLength(decisions.length)
        expect(plain(fold(applied, FIELD)).refused).toEqual([])
      }),
      RUNS,
    )
  })

  it('[M7] [P11] lets one of two decisions on the same state apply, never both (300 runs)', () => {
    fc.assert(
      fc.property(history, (decisions) => {
        const { applied } = fold(decisions, FIELD)
        const bases = applied
          .filter((one) => one.properties.basedOn !== undefined)
          .map((one) => `${one.properties.target} ${one.properties.basedOn}`)
        expect(new Set(bases).size).toBe(bases.length)
        for (const { id } of FIELD) {
          const standing = applied.filter(
            (one) =>
              isAction(one, 'accept', 'merge', 'refuse') &&
              one.properties.observation === id &&
              !applied.some((undo) => isAction(undo, 'undo') && undo.properties.undoes === one.id),
          )
          expect(standing.length).toBeLessThanOrEqual(1)
        }
      }),
      RUNS,
    )
  })

  it('[M9] says of each entity and answer what its own decisions say (300 runs)', () => {
    fc.assert(
      fc.property(history, (decisions) => {
        const { entities, answers, applied } = fold(decisions, FIELD)
        for (const [id, entity] of entities) {
          const own = applied.filter((one) => isNamedIn(one, id))
          expect(foldEntity(id, own, lookup)).toEqual(entity)
        }
        for (const observation of FIELD) {
          expect(foldAnswer(observation, applied)).toEqual(answers.get(observation.id))
        }
      }),
      RUNS,
    )
  })

  it('[M8] loses no observation: it waits, or its answer leads to where it is (300 runs)', () => {
    fc.assert(
      fc.property(history, (decisions) => {
        const { entities, answers } = fold(decisions, FIELD)
        for (const observation of FIELD) {
          const answer = answers.get(observation.id)
          if (!answer || answer.properties.deleted || !answer.properties.into) continue
          let entity = entities.get(answer.properties.into)
          while (entity?.properties.deleted?.into)
            entity = entities.get(entity.properties.deleted.into)
          expect(
            entity && 'observations' in entity.properties && entity.properties.observations,
          ).toContain(observation.id)
        }
        for (const { properties } of entities.values()) {
          if (properties.deleted || !('observations' in properties)) continue
          expect(new Set(properties.observations).size).toBe(properties.observations.length)
          for (const id of properties.observations) {
            const answer = answers.get(id)
            expect(answer && !answer.properties.deleted && answer.properties.into).toBeTruthy()
          }
        }
      }),
      RUNS,
    )
  })

  it('[M11] [P12] keeps the deleted deleted, unless that deletion is undone (100 runs)', () => {
    fc.assert(
      fc.property(history, (decisions) => {
        const steps = states(decisions)
        for (const [i, state] of steps.slice(1).entries()) {
          const undo = state.applied.at(-1)
          for (const [id, before] of steps[i]!.entities) {
            if (!before.properties.deleted) continue
            const after = state.entities.get(id)!
            if (undo && isAction(undo, 'undo') && isNamedIn(undo, id)) continue
            expect(after).toEqual(before)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('[M13] [P28] gives no version and no publication number twice (100 runs)', () => {
    fc.assert(
      fc.property(history, (decisions) => {
        const lines = new Map<string, string>()
        const published = new Map<string, string>()
        for (const { entities } of states(decisions)) {
          for (const [id, { properties, geometry }] of entities) {
            if (properties.kind !== 'trail') continue
            const version = `${id} ${properties.version}`
            const line = JSON.stringify(geometry)
            expect(lines.get(version) ?? line).toBe(line)
            lines.set(version, line)
            if (!properties.published) continue
            const number = `${id} ${properties.published.number}`
            expect(published.get(number) ?? properties.published.at).toBe(properties.published.at)
            published.set(number, properties.published.at)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('the random desk presses every button with success and with refusal', () => {
    const tried = new Set<string>()
    for (const decisions of fc.sample(history, { numRuns: 400, seed: 7 })) {
      const { applied, refused } = fold(decisions, FIELD)
      for (const one of applied) tried.add(`${one.properties.action} applied`)
      for (const one of refused) tried.add(one.code)
    }
    for (const code of [
      'conflict',
      'deleted',
      'already-answered',
      'not-last',
      'not-undoable',
      'published',
      'wrong-target',
      'not-closed',
      'not-published',
      'already-undone',
    ]) {
      expect(tried).toContain(code)
    }
    for (const action of [
      'create-trail',
      'accept',
      'merge',
      'refuse',
      'correct',
      'absorb',
      'delete',
      'undo',
      'solve',
      'publish',
      'unpublish',
      'set-reference',
      'amend-trail',
      'waive',
      'close',
      'reopen',
    ]) {
      expect(tried).toContain(`${action} applied`)
    }
  })
})
