import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DecisionAnswer } from '../../../src/contract/desk.ts'
import english from '../../../src/locales/en/desk.json' with { type: 'json' }
import french from '../../../src/locales/fr/desk.json' with { type: 'json' }
import { sendDecision } from '../../support/desk-hands.ts'
import { aDecision, aNewTrail } from '../../support/decisions.ts'
import { aHeritagePoint, newId } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'
import { aSeededTrail, publishSeeded } from '../publication/seed-published.ts'

type Code = Extract<DecisionAnswer, { outcome: 'refused' }>['code']
const LINE = [
  [-0.69, 43.63],
  [-0.68, 43.64],
]
const reason = 'Essai'

/** The office at work on one server; every case makes its own trail or its own point. */
class Office {
  readonly server: TestServer
  readonly staff: Phone
  readonly phone: Phone
  #made = 0
  constructor(server: TestServer, staff: Phone, phone: Phone) {
    this.server = server
    this.staff = staff
    this.phone = phone
  }
  async apply<D extends object>(decision: D): Promise<D> {
    const { answer } = await sendDecision(this.staff, decision)
    expect(answer).toMatchObject({ outcome: 'applied' })
    return decision
  }
  async trail() {
    const { id, properties } = await this.apply(aNewTrail(LINE, `essai-${this.#made++}`))
    return { target: properties.target, basedOn: id }
  }
  async observation(): Promise<string> {
    const point = aHeritagePoint({ device: this.phone.device })
    expect((await this.phone.push([point])).outcomes).toMatchObject([{ outcome: 'created' }])
    return point.id
  }
  /** A wash-house of the catalogue, and the decision that it stands at. */
  async point() {
    const target = newId()
    const { id } = await this.apply(
      aDecision('accept', target, { observation: await this.observation() }),
    )
    return { target, basedOn: id }
  }
  async closed() {
    const { target, basedOn } = await this.trail()
    const from = '2026-11-20T00:00:00Z'
    const { id } = await this.apply(aDecision('close', target, { basedOn, from, reason }))
    return { target, first: basedOn, basedOn: id }
  }
}

/** The last decision of a story, which is the one that is refused. */
const REFUSED: Readonly<Record<Code, (office: Office) => Promise<object>>> = {
  invalid: () => Promise.resolve(aDecision('bénir', newId())),
  conflict: async (o) => {
    const { target } = await o.trail()
    return aDecision('amend-trail', target, { basedOn: newId(), attributes: { name: 'Autre' } })
  },
  'no-such-target': () => Promise.resolve(aDecision('reopen', newId())),
  'no-such-observation': () =>
    Promise.resolve(aDecision('accept', newId(), { observation: newId() })),
  'wrong-target': async (o) => aDecision('publish', ...spread(await o.point())),
  'already-answered': async (o) => {
    const observation = await o.observation()
    await o.apply(aDecision('refuse', observation, { observation, reason }))
    return aDecision('refuse', observation, { observation, reason })
  },
  'already-exists': async (o) => {
    const { target } = await o.trail()
    const again = aNewTrail(LINE, 'une-autre')
    return { ...again, properties: { ...again.properties, target } }
  },
  'not-published': async (o) => aDecision('unpublish', ...spread(await o.trail(), { reason })),
  'not-closed': async (o) => aDecision('reopen', ...spread(await o.trail())),
  deleted: async (o) => {
    const { target, basedOn } = await o.point()
    const { id } = await o.apply(aDecision('delete', target, { basedOn, reason }))
    return aDecision('correct', target, { basedOn: id, corrections: {} })
  },
  published: async (o) => {
    const { trail } = await publishSeeded(o.server.services, aSeededTrail('deja-publie'))
    return aDecision('delete', trail.id, { basedOn: trail.properties.decision, reason })
  },
  'no-such-decision': async (o) =>
    aDecision('undo', ...spread(await o.trail(), { undoes: newId() })),
  'not-undoable': async (o) => {
    const { target, basedOn } = await o.closed()
    const { id } = await o.apply(aDecision('undo', target, { undoes: basedOn, basedOn }))
    return aDecision('undo', target, { undoes: id, basedOn: id })
  },
  'already-undone': async (o) => {
    const { target, first, basedOn } = await o.closed()
    await o.apply(aDecision('undo', target, { undoes: basedOn, basedOn }))
    return aDecision('undo', target, { undoes: basedOn, basedOn: first })
  },
  'not-last': async (o) => {
    const { target, first, basedOn } = await o.closed()
    return aDecision('undo', target, { undoes: first, basedOn })
  },
  'gate-closed': async (o) => aDecision('publish', ...spread(await o.trail())),
}

function spread({ target, ...standing }: { target: string; basedOn: string }, more: object = {}) {
  return [target, { ...standing, ...more }] as const
}

describe('every refusal of a decision', () => {
  let office: Office
  beforeAll(async () => {
    const server = await testServer()
    office = new Office(server, await server.phone('staff'), await server.phone())
  })
  afterAll(() => office.server.dispose())

  it.each(Object.keys(REFUSED) as Code[])(
    '[P11] %s is answered, with its sentence',
    async (code) => {
      const { answer, status } = await sendDecision(office.staff, await REFUSED[code](office))
      expect([status, answer]).toMatchObject([200, { outcome: 'refused', code }])
      for (const { conflict } of [french, english]) {
        expect(conflict[code]).toMatch(/^[A-ZÀÉÎ].{10,}[.!]$/s)
      }
    },
  )
})
