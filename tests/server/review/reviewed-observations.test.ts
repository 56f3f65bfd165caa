import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DecisionAnswer, DeskTrailAnswer } from '../../../src/contract/desk.ts'
import type { Observation } from '../../../src/domain/observation/observation.ts'
import { aDecision, aNewTrail } from '../../support/decisions.ts'
import { aHeritagePoint, aReport, newId, TERRITORY } from '../../support/records.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { stagedServer, type StagedServer } from '../../support/staged-server.ts'
import type { Phone } from '../../support/test-server.ts'

const LINE = makeTrail('loop', 8, 1500).line

describe('[M16] what an observation proposes, whatever is far from it', () => {
  let server: StagedServer
  let staff: Phone
  let phone: Phone
  let trail: string
  beforeAll(async () => {
    server = await stagedServer()
    staff = await server.phone('staff')
    phone = await server.phone('tester')
    const made = aNewTrail(LINE, 'de-loin')
    await decide(made)
    trail = made.properties.target
  })
  afterAll(() => server?.dispose())

  const decide = async (decision: object) => {
    const body = JSON.stringify(decision)
    const response = await staff.request('/api/desk/decisions', { method: 'POST', body })
    expect((await response.json()) as DecisionAnswer).toMatchObject({ outcome: 'applied' })
  }
  const push = async (observation: Observation) => {
    const { outcomes } = await phone.push([observation])
    expect(outcomes).toMatchObject([{ outcome: 'created' }])
    return observation
  }
  const accepted = async (observation: Observation) => {
    const accept = aDecision('accept', newId(), { observation: (await push(observation)).id })
    await decide(accept)
    return { target: accept.properties.target, decision: accept.id }
  }
  const proposalFor = async (observation: Observation) => {
    await push(observation)
    const response = await staff.request(`/api/desk/trails/${trail}?territory=${TERRITORY}`)
    const { observations } = (await response.json()) as DeskTrailAnswer
    return observations.find((one) => one.observation.id === observation.id)?.proposal
  }
  const point = (place: number[], more: Parameters<typeof aHeritagePoint>[0] = {}) =>
    aHeritagePoint({ device: phone.device, trail, ...more }, place)

  it('knows the thing that its author recognised, a kilometre away', async () => {
    const { target } = await accepted(point([-0.5, 43.6]))
    expect(await proposalFor(point([-0.5, 43.61], { sameAs: target }))).toMatchObject({
      change: 'amends',
      target,
      reasons: [{ id: 'author-says-same' }],
    })
  })

  it('knows the thing that holds what it corrects, a kilometre away', async () => {
    const misplaced = point([-0.5, 43.63])
    const { target } = await accepted(misplaced)
    expect(await proposalFor(point([-0.5, 43.64], { corrects: misplaced.id }))).toMatchObject({
      change: 'amends',
      target,
      reasons: [{ id: 'author-corrects' }],
    })
  })

  it('is led by a duplicate to its survivor, a kilometre away', async () => {
    const twin = point([-0.5, 43.67])
    const kept = await accepted(point([-0.5, 43.66]))
    const gone = await accepted(twin)
    await decide(
      aDecision('absorb', kept.target, {
        basedOn: kept.decision,
        duplicate: gone.target,
        duplicateBasedOn: gone.decision,
        observations: [twin.id],
      }),
    )
    expect(await proposalFor(point([-0.5, 43.67]))).toMatchObject({
      change: 'amends',
      target: kept.target,
    })
    expect(await proposalFor(point([-0.5, 43.69], { corrects: twin.id }))).toMatchObject({
      change: 'amends',
      target: kept.target,
      reasons: [{ id: 'author-corrects' }],
    })
  })

  it('looks around a whole stretch, not only around where it begins', async () => {
    const { target } = await accepted({
      ...aReport({ device: phone.device, trail }),
      geometry: { type: 'Point', coordinates: [-0.5, 43.71] },
    })
    const stretch: Observation = {
      ...aReport({ device: phone.device, trail }),
      geometry: {
        type: 'LineString',
        coordinates: [
          [-0.5, 43.7],
          [-0.5, 43.705],
          [-0.5, 43.71],
        ],
      },
    }
    expect(await proposalFor(stretch)).toMatchObject({ change: 'confirms', target })
  })
})
