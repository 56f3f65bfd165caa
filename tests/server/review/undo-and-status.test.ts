import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDeskTrail, sendDecision } from '../../support/desk-hands.ts'
import { aDecision, aNewTrail } from '../../support/decisions.ts'
import { aHeritagePoint, newId } from '../../support/records.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { stagedServer, type StagedServer } from '../../support/staged-server.ts'
import type { Phone } from '../../support/test-server.ts'

const LINE = makeTrail('loop', 6, 1500).line

describe('decisions, taken and taken back', () => {
  let server: StagedServer
  let staff: Phone
  let phone: Phone
  beforeAll(async () => {
    server = await stagedServer()
    staff = await server.phone('staff')
    phone = await server.phone('tester')
  })
  afterAll(() => server?.dispose())

  const send = async (decision: object) => (await sendDecision(staff, decision)).answer
  const desk = (trail: string) => readDeskTrail(staff, trail)
  const aTrailWithPoint = async (slug: string) => {
    const trail = aNewTrail(LINE, slug)
    await send(trail)
    const point = aHeritagePoint({ device: phone.device, trail: trail.properties.target })
    await phone.push([point])
    return { trail: trail.properties.target, point }
  }

  it('[P15] an acceptance taken back leaves the observation waiting, and the point gone', async () => {
    const { trail, point } = await aTrailWithPoint('reprise')
    const target = newId()
    const accept = aDecision('accept', target, { observation: point.id })
    expect(await send(accept)).toMatchObject({ outcome: 'applied' })
    expect((await desk(trail)).evidence.undecided).toBe(0)
    const undo = aDecision('undo', target, {
      undoes: accept.id,
      observation: point.id,
      basedOn: accept.id,
    })
    expect(await send(undo)).toMatchObject({ outcome: 'applied' })
    const after = await desk(trail)
    expect(after.evidence.undecided).toBe(1)
    expect(after.heritage.map(({ id }) => id)).not.toContain(target)
    expect(after.observations.find((one) => one.observation.id === point.id)?.answer).toBe(
      undefined,
    )
    expect(await send(undo)).toMatchObject({ outcome: 'duplicate' })
    expect(
      await send(
        aDecision('undo', target, {
          undoes: accept.id,
          observation: point.id,
          basedOn: undo.id,
        }),
      ),
    ).toMatchObject({ outcome: 'refused', code: 'already-undone' })
  })

  it('a trail whose creation is taken back leaves its slug free, and may not take it back later', async () => {
    const first = aNewTrail(LINE, 'nom-dispute')
    const target = first.properties.target
    expect(await send(first)).toMatchObject({ outcome: 'applied' })
    expect(await send(aNewTrail(LINE, 'nom-dispute'))).toMatchObject({ outcome: 'refused' })
    const rename = aDecision('amend-trail', target, {
      attributes: { slug: 'autre-nom' },
      basedOn: first.id,
    })
    expect(await send(rename)).toMatchObject({ outcome: 'applied' })
    expect(await send(aNewTrail(LINE, 'nom-dispute'))).toMatchObject({ outcome: 'applied' })
    const undo = aDecision('undo', target, { undoes: rename.id, basedOn: rename.id })
    expect(await send(undo)).toMatchObject({
      outcome: 'refused',
      field: 'properties.attributes.slug',
    })
    const short = aNewTrail(LINE, 'nom-ephemere')
    expect(await send(short)).toMatchObject({ outcome: 'applied' })
    const away = aDecision('undo', short.properties.target, { undoes: short.id, basedOn: short.id })
    expect(await send(away)).toMatchObject({ outcome: 'applied' })
    expect(await send(aNewTrail(LINE, 'nom-ephemere'))).toMatchObject({ outcome: 'applied' })
  })

  it('two points that are one thing become one, with both sightings', async () => {
    const { trail, point } = await aTrailWithPoint('doublon')
    const twin = aHeritagePoint({ device: phone.device, trail, name: 'Le même' })
    await phone.push([twin])
    const [kept, gone] = [newId(), newId()]
    const first = aDecision('accept', kept, { observation: point.id })
    const second = aDecision('accept', gone, { observation: twin.id })
    await send(first)
    await send(second)
    const absorb = aDecision('absorb', kept, {
      basedOn: first.id,
      duplicate: gone,
      duplicateBasedOn: second.id,
      observations: [twin.id],
    })
    expect(await send(absorb)).toMatchObject({ outcome: 'applied' })
    const { heritage } = await desk(trail)
    const here = heritage.filter(({ id }) => id === kept || id === gone)
    expect(here.map(({ id, properties }) => [id, properties.observations.length])).toEqual([
      [kept, 2],
    ])
  })

  it('a trail’s status reaches the phones with the next pull', async () => {
    const { trail, point } = await aTrailWithPoint('pour-les-telephones')
    const statusOf = async (after: number) => {
      const answer = await phone.pull(after)
      const row = answer.rows.find((one) => one.id === trail)
      return { status: row?.status, next: answer.next }
    }
    await server.services.assessor.idle()
    const before = await statusOf(0)
    expect(before.status).toEqual({ id: 'to-test' })
    const close = aDecision('close', trail, {
      basedOn: (await desk(trail)).trail.properties.decision,
      from: '2026-01-01T00:00:00Z',
      reason: 'Travaux',
    })
    await send(close)
    expect((await statusOf(before.next)).status).toMatchObject({ id: 'closed' })
    const again = await statusOf(before.next)
    await send(aDecision('refuse', point.id, { observation: point.id, reason: 'Doublon' }))
    const told = await phone.pull(again.next)
    expect(told.rows.map((one) => one.kind)).toEqual(expect.arrayContaining(['answer', 'trail']))
  })

  it('[P29] a decision in another territory than one’s own is refused', async () => {
    const elsewhere = aNewTrail(LINE, 'chez-le-voisin')
    const answer = await send({
      ...elsewhere,
      properties: { ...elsewhere.properties, territory: 'voisin' },
    })
    expect(answer).toMatchObject({ outcome: 'refused', code: 'invalid' })
  })
})
