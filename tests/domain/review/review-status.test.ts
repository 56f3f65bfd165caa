import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../src/domain/observation/observation.ts'
import { parseObservation } from '../../../src/domain/observation/parse-observation.ts'
import { reviewStatuses } from '../../../src/domain/review/review-status.ts'
import { decide, fold, idOf, observe } from '../catalogue/sample-decisions.ts'
import { move, playDesk, FIELD } from '../catalogue/random-desk.ts'

type Verb = 'accept' | 'refuse' | 'undo'

/** `['A', 'B>A', 'C>B by eve']`: observations, what they correct, who sent them. */
function standing(records: readonly string[], answers: Partial<Record<string, Verb[]>> = {}) {
  const idNamed = (name: string) => idOf(600 + name.charCodeAt(0))
  const received = records.map((record) => {
    const [, name = '', corrects, author = 'ana'] = /^(\w)(?:>(\w))?(?: by (\w+))?$/.exec(record)!
    const corrected = corrects ? { corrects: idNamed(corrects) } : {}
    return { observation: observe(600 + name.charCodeAt(0), 'track', corrected), author, name }
  })
  let n = 700
  const decisions = Object.entries(answers).flatMap(([name, verbs = []]) =>
    verbs.map((verb) => {
      n += 1
      const id = idNamed(name)
      const fields = { observation: id, reason: 'x' }
      if (verb !== 'undo') return decide(n, verb, id, fields)
      return decide(n, 'undo', id, { ...fields, undoes: idOf(n - 1), basedOn: idOf(n - 1) })
    }),
  )
  const { answers: given, refused } = fold(
    decisions,
    received.map((one) => one.observation),
  )
  expect(refused).toEqual([])
  const found = reviewStatuses(received, (id) => given.get(id))
  expect(reviewStatuses(received.toReversed(), (id) => given.get(id))).toEqual(found)
  return received.map(({ name, observation }) => `${name} ${found.get(observation.id)}`).join(', ')
}

describe('[M15] where an observation stands', () => {
  it.each([
    ['what nobody answered waits', ['A'], {}, 'A waiting'],
    ['what is answered is answered', ['A'], { A: ['accept'] }, 'A answered'],
    ['an undone answer lets it wait again', ['A'], { A: ['refuse', 'undo'] }, 'A waiting'],
    ['[P15] its author’s correction takes its place', ['A', 'B>A'], {}, 'A superseded, B waiting'],
    [
      'a correction of a correction takes both places',
      ['A', 'B>A', 'C>B'],
      {},
      'A superseded, B superseded, C waiting',
    ],
    [
      'two corrections of one both wait: nothing is overwritten',
      ['A', 'B>A', 'C>A'],
      {},
      'A superseded, B waiting, C waiting',
    ],
    ['somebody else’s correction takes no place', ['A', 'B>A by eve'], {}, 'A waiting, B waiting'],
    ['a correction of what never came waits', ['B>A'], {}, 'B waiting'],
    [
      'a correction of what is already answered waits beside it',
      ['A', 'B>A'],
      { A: ['accept'] },
      'A answered, B waiting',
    ],
    [
      'an accepted correction keeps its place',
      ['A', 'B>A'],
      { B: ['accept'] },
      'A superseded, B answered',
    ],
    [
      'a refused correction gives its place back',
      ['A', 'B>A'],
      { B: ['refuse'] },
      'A waiting, B answered',
    ],
    [
      'a refusal taken back takes its place again',
      ['A', 'B>A'],
      { B: ['refuse', 'undo'] },
      'A superseded, B waiting',
    ],
    [
      'a refused link does not break the chain',
      ['A', 'B>A', 'C>B'],
      { B: ['refuse'] },
      'A superseded, B answered, C waiting',
    ],
    [
      '[P30] records that correct each other in a circle all wait',
      ['A>B', 'B>A', 'C>C'],
      {},
      'A waiting, B waiting, C waiting',
    ],
    [
      '[P30] a circle further on hides nothing before it',
      ['A', 'B>A', 'C>C'],
      {},
      'A superseded, B waiting, C waiting',
    ],
  ] as [string, string[], Record<string, Verb[]>, string][])(
    '%s',
    (_, records, answers, expected) => {
      expect(standing(records, answers)).toBe(expected)
    },
  )

  const soup = fc.array(
    fc.record({
      corrects: fc.option(fc.nat(11), { nil: undefined }),
      author: fc.constantFrom('ana', 'eve'),
    }),
    { minLength: 1, maxLength: 12 },
  )

  it('[P09] nobody is left out: whatever is superseded leads to something that waits or was answered (500 runs)', () => {
    fc.assert(
      fc.property(soup, (records) => {
        const received = records.map(({ corrects, author }, i) => ({
          observation: observe(
            800 + i,
            'track',
            corrects === undefined ? {} : { corrects: idOf(800 + corrects) },
          ),
          author,
        }))
        const found = reviewStatuses(received, () => undefined)
        expect(found.size).toBe(received.length)
        const reached = new Set([...found].filter(([, one]) => one === 'waiting').map(([id]) => id))
        for (let grown = true; grown;) {
          grown = false
          for (const { observation } of received) {
            const { corrects } = observation.properties
            if (!reached.has(observation.id) || corrects === undefined || reached.has(corrects))
              continue
            reached.add(corrects)
            grown = true
          }
        }
        for (const [id] of found) expect(reached).toContain(id)
      }),
      { numRuns: 500 },
    )
  })

  it('[P07] [P09] pending, answered or quarantined: whatever came, in any order, any number of times (200 runs)', () => {
    const sent: unknown[] = [
      ...FIELD,
      { ...FIELD[0], id: 'not-an-id' },
      { ...FIELD[1], id: idOf(901), properties: { ...FIELD[1]!.properties, schema: 99 } },
      { ...FIELD[2], id: idOf(902), properties: { ...FIELD[2]!.properties, kind: 'selfie' } },
      'torn in transit',
    ]
    const deliveries = fc
      .array(fc.nat(sent.length - 1), { maxLength: 40 })
      .chain((extra) =>
        fc.shuffledSubarray([...sent.keys(), ...extra], { minLength: sent.length + extra.length }),
      )
    const history = fc.array(move, { maxLength: 20 }).map(playDesk)
    const catalogueOf = (order: readonly number[], decisions: ReturnType<typeof playDesk>) => {
      const log = new Map<string, Observation>()
      const quarantine = new Set<unknown>()
      for (const i of order) {
        const parsed = parseObservation(sent[i])
        if (parsed.ok) log.set(parsed.observation.id, parsed.observation)
        else quarantine.add(sent[i])
      }
      const { answers, entities } = fold(decisions, [...log.values()])
      const received = [...log.values()].map((observation) => ({ observation, author: 'ana' }))
      return { entities, quarantine, found: reviewStatuses(received, (id) => answers.get(id)) }
    }
    fc.assert(
      fc.property(deliveries, history, (order, decisions) => {
        const once = catalogueOf([...sent.keys()], decisions)
        const many = catalogueOf(order, decisions)
        expect(many).toEqual(once)
        expect(many.quarantine.size + many.found.size).toBe(sent.length)
      }),
      { numRuns: 200 },
    )
  })
})
