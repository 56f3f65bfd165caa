import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import {
  deskElsewhereAnswer,
  deskTrailsAnswer,
  trailFileAnswer,
} from '../../../src/contract/desk-answers.ts'
import { mergeAsChosen, suggestedChoices } from '../../../src/domain/review/merge-choices.ts'
import { asRecorded, readDeskTrail, sendDecision, sendWalk } from '../../support/desk-hands.ts'
import { aDecision, aNewTrail } from '../../support/decisions.ts'
import { aHeritagePoint, aReport, newId, TERRITORY } from '../../support/records.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { stagedServer, type StagedServer } from '../../support/staged-server.ts'
import type { Phone } from '../../support/test-server.ts'

const LINE = makeTrail('loop', 5, 2500).line

describe('the desk', () => {
  let server: StagedServer
  let staff: Phone
  let phone: Phone
  beforeAll(async () => {
    server = await stagedServer()
    staff = await server.phone('staff')
    phone = await server.phone('tester')
  })
  afterAll(() => server?.dispose())

  const send = (decision: object, by = staff) => sendDecision(by, decision)
  const create = async (slug: string) => {
    const decision = aNewTrail(LINE, slug)
    const { answer } = await send(decision)
    expect(answer).toMatchObject({ outcome: 'applied' })
    return { id: decision.properties.target, decision: decision.id }
  }
  const read = (id: string) => readDeskTrail(staff, id)
  const walk = async (trail: string, seed = 1, distanceM?: number) => {
    const { fixes } = simulateWalk(LINE, {
      seed,
      samplingS: 5,
      ...(distanceM ? { distanceM } : {}),
    })
    const track = await sendWalk(phone, trail, asRecorded(fixes))
    await server.services.assessor.idle()
    return track
  }
  const accept = (observation: string) => send(aDecision('accept', observation, { observation }))

  it('[P29] only the office reads it and decides', async () => {
    const paths = [
      `/api/desk/trails?territory=${TERRITORY}`,
      `/api/desk/trails/elsewhere?territory=${TERRITORY}`,
      `/api/desk/trails/${newId()}?territory=${TERRITORY}`,
    ]
    for (const path of paths) {
      expect((await phone.request(path)).status).toBe(403)
      expect((await server.request(path)).status).toBe(401)
    }
    expect((await send(aNewTrail(LINE, 'pas-permis'), phone)).status).toBe(403)
    const file = { method: 'POST', body: 'x' }
    const path = `/api/desk/trail-files?territory=${TERRITORY}`
    expect((await phone.request(path, file)).status).toBe(403)
  })

  it('refuses a question about another territory, or with an unknown parameter', async () => {
    expect((await staff.request('/api/desk/trails?territory=ailleurs')).status).toBe(403)
    const odd = await staff.request(`/api/desk/trails?territory=${TERRITORY}&x=1`)
    expect(odd.status).toBe(400)
  })

  it('a walk is assessed by the server, counts as evidence, and opens the gate once accepted', async () => {
    const trail = await create('du-premier-pas')
    expect((await read(trail.id)).status).toEqual({ id: 'to-test' })
    const closed = await send(aDecision('publish', trail.id, { basedOn: trail.decision }))
    expect(closed.answer).toMatchObject({ outcome: 'refused', code: 'gate-closed' })

    const track = await walk(trail.id)
    const pending = await read(trail.id)
    expect(pending.status.id).toBe('in-test')
    expect(pending.observations[0]?.assessment?.comparison?.coverage).toBeGreaterThan(0.95)
    expect(pending.observations[0]?.author.pseudonym).toMatch(/^tester/)
    expect(pending.gate.filter((item) => !item.done).map((item) => item.id)).toEqual(
      expect.arrayContaining(['coverage', 'undecided']),
    )

    expect((await accept(track.id)).answer).toMatchObject({ outcome: 'applied' })
    expect((await read(trail.id)).status).toEqual({ id: 'ready' })
    const published = await send(aDecision('publish', trail.id, { basedOn: trail.decision }))
    expect(published.answer).toMatchObject({ outcome: 'applied' })
    const after = await read(trail.id)
    expect(after.status.id).toBe('published')
    expect(after.publications).toMatchObject([
      { number: 1, href: '/catalogue/trails/du-premier-pas/v1.geojson' },
    ])
  })

  it('half a walk leaves the gate closed, and says what is missing', async () => {
    const trail = await create('a-moitie')
    const track = await walk(trail.id, 2, 1200)
    await accept(track.id)
    const { answer } = await send(aDecision('publish', trail.id, { basedOn: trail.decision }))
    expect(answer).toMatchObject({ outcome: 'refused', code: 'gate-closed' })
    const gate = answer.outcome === 'refused' ? answer.gate : []
    const coverage = gate?.find((item) => item.id === 'coverage')
    expect(coverage?.share).toBeGreaterThan(0.4)
    expect(coverage?.share).toBeLessThan(0.6)
  })

  it('a new reference line is compared with every walk again', async () => {
    const trail = await create('autre-trace')
    await walk(trail.id, 3)
    const elsewhere = LINE.map(([lon, lat]) => [lon! + 0.2, lat!])
    const moved = aDecision(
      'set-reference',
      trail.id,
      { basedOn: trail.decision, method: 'drawn' },
      { type: 'LineString', coordinates: elsewhere },
    )
    expect((await send(moved)).answer).toMatchObject({ outcome: 'applied' })
    await server.services.assessor.idle()
    const after = await read(trail.id)
    expect(after.evidence.walks[0]?.trailVersion).toBe(2)
    expect(after.observations[0]?.assessment?.comparison?.coverage).toBe(0)
  })

  it('[P33] the published file says of a merged thing what its table said', async () => {
    const trail = await create('la-croix')
    const track = await walk(trail.id, 7)
    await accept(track.id)
    const place = [...LINE[10]!]
    const seen = (more: object) =>
      aHeritagePoint(
        { device: phone.device, trail: trail.id, heritageKind: 'croix', ...more },
        place,
      )
    const old = seen({
      condition: 'degrade',
      name: 'Croix du Plumier',
      createdAt: '2026-05-01T09:00:00Z',
    })
    const young = seen({ condition: 'ruine', name: 'La croix', text: 'Plus de bras.' })
    await phone.push([old, young])
    const cross = newId()
    const made = aDecision('accept', cross, { observation: old.id })
    await send(made)

    const { observations, heritage } = await read(trail.id)
    const { proposal } = observations.find((one) => one.observation.id === young.id)!
    expect(proposal).toMatchObject({ target: cross, knownAt: '2026-05-01T09:00:00.000Z' })
    const choices = suggestedChoices(proposal!, young.properties.createdAt)
    expect(choices).toEqual({
      condition: { choice: 'take' },
      name: { choice: 'keep' },
      text: { choice: 'take' },
    })
    const { corrections, geometry } = mergeAsChosen(proposal!, choices, young)
    const basedOn = heritage[0]!.properties.decision
    const merge = aDecision(
      'merge',
      cross,
      { basedOn, observation: young.id, corrections },
      geometry,
    )
    expect((await send(merge)).answer).toMatchObject({ outcome: 'applied' })
    await send(aDecision('publish', trail.id, { basedOn: trail.decision }))

    const file = await server.request('/catalogue/trails/la-croix/v1.geojson')
    const { features } = (await file.json()) as { features: { id: string; properties: object }[] }
    const published = features.find(({ id }) => id === cross)!.properties as Record<string, unknown>
    for (const { field, before, after } of proposal!.changes) {
      const expected = choices[field]?.choice === 'take' ? after : before
      expect({ field, value: published[field] }).toEqual({ field, value: expected })
    }
    const shown = (await read(trail.id)).observations.find(
      ({ observation }) => observation.id === young.id,
    )
    expect(shown?.answeredBy).toMatch(/^staff/)
  })

  it('[P33] what the office waives in writing is published with its reason', async () => {
    const trail = await create('presque-tout')
    const track = await walk(trail.id, 9, 1200)
    await accept(track.id)
    const { gate } = await read(trail.id)
    const { share } = gate.find(({ id }) => id === 'coverage')!
    const reason = 'Le propriétaire du pré n’ouvre qu’en été.'
    const waive = (more: object) =>
      aDecision('waive', trail.id, { basedOn: trail.decision, reason, ...more })
    for (const wrong of [{}, { item: 'rights' }, { item: 'coverage', check: 'GEO-09' }]) {
      expect((await send(waive(wrong))).answer).toMatchObject({ code: 'invalid' })
    }
    const waived = waive({ item: 'coverage', count: 1, share })
    expect((await send(waived)).answer).toMatchObject({ outcome: 'applied' })
    expect((await read(trail.id)).gate[0]).toMatchObject({ done: true, waived: { reason } })
    const published = await send(aDecision('publish', trail.id, { basedOn: waived.id }))
    expect(published.answer).toMatchObject({ outcome: 'applied' })
    const file = await server.request('/catalogue/trails/presque-tout/v1.geojson')
    const { features } = (await file.json()) as { features: { properties: object }[] }
    expect(features[0]!.properties).toMatchObject({
      waivers: [{ item: 'coverage', share, reason }],
    })
    const page = await (await server.request('/sentiers/presque-tout')).text()
    expect(page).toMatch(/Publié avec \d+,?\d*\s?% parcouru/)
    expect(page).toContain('n’ouvre qu’en été')
  })

  it('[P07] a decision sent twice is applied once and gives the same answer', async () => {
    const decision = aNewTrail(LINE, 'deux-fois')
    const first = await send(decision)
    const second = await send(decision)
    expect(first.answer).toMatchObject({ outcome: 'applied' })
    expect(second.answer).toMatchObject({ outcome: 'duplicate', id: decision.id })
  })

  it('[P11] two decisions on one state: the second is a conflict, and shows the first', async () => {
    const trail = await create('a-deux')
    const close = (reason: string) =>
      aDecision('close', trail.id, {
        basedOn: trail.decision,
        from: '2026-01-01T00:00:00Z',
        reason,
      })
    const [first, second] = [close('Chasse'), close('Travaux')]
    expect((await send(first)).answer).toMatchObject({ outcome: 'applied' })
    const { answer } = await send(second)
    expect(answer).toMatchObject({ outcome: 'refused', code: 'conflict' })
    expect(answer.outcome === 'refused' && answer.current?.properties.decision).toBe(first.id)
    const kept = await server.services.store.read((tx) => tx.decisions.get(TERRITORY, second.id))
    expect(kept?.outcome).toBe('conflict')
    expect((await send(second)).answer).toMatchObject({ outcome: 'refused', code: 'conflict' })
  })

  it('[P11] a conflict says field by field what stands and what was wanted', async () => {
    const trail = await create('champ-par-champ')
    const amend = (attributes: object) =>
      aDecision('amend-trail', trail.id, { basedOn: trail.decision, attributes })
    await send(amend({ name: 'Le nom de l’une' }))
    const clash = await send(amend({ name: 'Le nom de l’autre', departure: 'La mairie' }))
    expect(clash.answer).toMatchObject({
      outcome: 'refused',
      code: 'conflict',
      contested: [
        {
          field: 'attributes.name',
          current: 'Le nom de l’une',
          wanted: 'Le nom de l’autre',
          clash: true,
        },
        { field: 'attributes.departure', current: null, wanted: 'La mairie', clash: false },
      ],
    })
  })

  it('who decided is the session’s account, whatever the sender says', async () => {
    const decision = aNewTrail(LINE, 'signe')
    const forged = { ...decision, properties: { ...decision.properties, decidedBy: newId() } }
    await send(forged)
    const stored = await server.services.store.read((tx) =>
      tx.decisions.get(TERRITORY, decision.id),
    )
    const session = await staff.request('/api/session')
    const { account } = (await session.json()) as { account: string }
    expect(stored?.decision.properties.decidedBy).toBe(account)
  })

  it('a slug belongs to one trail', async () => {
    await create('une-seule-adresse')
    const { answer } = await send(aNewTrail(LINE, 'une-seule-adresse'))
    expect(answer).toMatchObject({ code: 'invalid', field: 'properties.attributes.slug' })
  })

  it('what cannot be read is refused with the field, and another territory is not decided for', async () => {
    const decision = aNewTrail(LINE, 'ailleurs')
    const { answer } = await send({
      ...decision,
      properties: { ...decision.properties, territory: 'ailleurs' },
    })
    expect(answer).toMatchObject({ code: 'invalid', field: 'properties.territory' })
    const nameless = aNewTrail(LINE, 'sans-nom')
    const bad = { ...nameless, properties: { ...nameless.properties, attributes: {} } }
    expect((await send(bad)).answer).toMatchObject({ outcome: 'refused', code: 'invalid' })
  })

  it('proposes to merge what was seen before, and to add what was not', async () => {
    const trail = await create('patrimoine')
    const here = { device: phone.device, trail: trail.id }
    const first = aHeritagePoint(here, [-0.6, 43.68])
    await phone.push([first])
    const target = newId()
    await send(aDecision('accept', target, { observation: first.id }))
    const again = aHeritagePoint({ ...here, condition: 'degrade' }, [-0.60005, 43.68003])
    const far = aHeritagePoint(here, [-0.61, 43.69])
    await phone.push([again, far])
    const { observations } = await read(trail.id)
    const proposals = new Map(observations.map((one) => [one.observation.id, one.proposal]))
    expect(proposals.get(again.id)).toMatchObject({ change: 'amends', target })
    expect(proposals.get(far.id)).toMatchObject({ change: 'new' })
    expect(proposals.get(first.id)).toBeUndefined()
  })

  it('lists what waits first, and counts what names no trail', async () => {
    const before = z.parse(
      deskTrailsAnswer,
      await (await staff.request(`/api/desk/trails?territory=${TERRITORY}`)).json(),
    )
    const lost = aReport({ device: phone.device })
    await phone.push([lost])
    const response = await staff.request(`/api/desk/trails?territory=${TERRITORY}`)
    const list = z.parse(deskTrailsAnswer, await response.json())
    expect(list.elsewhere).toBe(before.elsewhere + 1)
    const waits = list.rows.map((row) => row.undecided > 0)
    expect(waits).toEqual([...waits].sort((a, b) => Number(b) - Number(a)))
    const elsewhere = await staff.request(`/api/desk/trails/elsewhere?territory=${TERRITORY}`)
    const { observations } = z.parse(deskElsewhereAnswer, await elsewhere.json())
    expect(observations.map((one) => one.observation.id)).toContain(lost.id)
  })

  it('shows what names a trail that is not there, as after a restored backup', async () => {
    const stray = aReport({ device: phone.device, trail: newId() })
    await phone.push([stray])
    const elsewhere = await staff.request(`/api/desk/trails/elsewhere?territory=${TERRITORY}`)
    const { observations } = z.parse(deskElsewhereAnswer, await elsewhere.json())
    expect(observations.map((one) => one.observation.id)).toContain(stray.id)
    const list = await staff.request(`/api/desk/trails?territory=${TERRITORY}`)
    const { elsewhere: count } = z.parse(deskTrailsAnswer, await list.json())
    expect(count).toBe(observations.length)
  })

  it('reads the lines of a file, longest first, and cuts at its holes', async () => {
    const segment = (from: number, to: number) =>
      `<trkseg>${LINE.slice(from, to)
        .map(([lon, lat]) => `<trkpt lat="${lat}" lon="${lon}"/>`)
        .join('')}</trkseg>`
    const gpx = `<gpx version="1.1"><trk><name>Essai</name>${segment(0, 100)}${segment(99, 160)}${segment(300, 320)}</trk></gpx>`
    const response = await staff.request(`/api/desk/trail-files?territory=${TERRITORY}`, {
      method: 'POST',
      body: gpx,
      headers: {
        'X-File-Name': encodeURIComponent('../../essai.gpx'),
        'Accept-Language': 'fr',
      },
    })
    const answer = z.parse(trailFileAnswer, await response.json())
    expect(answer).toMatchObject({ jalon: 'trail-file', name: 'essai.gpx' })
    expect(answer.lines.map((line) => [line.name, line.coordinates.length])).toEqual([
      ['Essai (1/2)', 160],
      ['Essai (2/2)', 20],
    ])
    expect(answer.problems.map(({ code }) => code)).toContain('several-segments')
    for (const { message, code } of answer.problems) {
      expect(message).not.toBe(`problem.${code}`)
      expect(message).not.toBe('')
    }
  })

  it('[P30] a file that is no trail gets its sentence, and the server lives', async () => {
    for (const body of ['', 'bonjour', '<gpx></gpx>', '<gpx><trk>', '{"type":"x"}']) {
      const response = await staff.request(`/api/desk/trail-files?territory=${TERRITORY}`, {
        method: 'POST',
        body,
      })
      expect(response.status).toBe(422)
      expect(await response.json()).toMatchObject({ problem: 'not-a-trail' })
    }
  })
})
