import { describe, expect, it } from 'vitest'
import { createApiClient, type Fetch } from '../../../../src/app/services/api-client.ts'
import { createDeskApi } from '../../../../src/app/desk/shell/desk-api.ts'
import type { Decision } from '../../../../src/domain/catalogue/decision.ts'
import {
  createFakeDesk,
  FAKE_TERRITORY,
  fakeIds,
  fakeTrail,
} from '../../../support/fake-desk-api.ts'
import { ordinaryDesk } from '../../../support/fake-desk-data.ts'

/** A server that gives one answer to everything, and remembers what it was asked. */
function serverThat(status: number, body: unknown) {
  const asked: { path: string; init: RequestInit }[] = []
  const fetch: Fetch = (path, init) => {
    asked.push({ path, init })
    const text = body === undefined ? null : JSON.stringify(body)
    return Promise.resolve(new Response(text, { status }))
  }
  return { asked, api: createDeskApi(createApiClient(fetch)) }
}

describe('what the desk asks of the server', () => {
  it('names the territory in the address', async () => {
    const { asked, api } = serverThat(200, { jalon: 'desk-trails', rows: [], elsewhere: 0 })
    expect(await api.trails('pays d’essai')).toMatchObject({ ok: true, value: { elsewhere: 0 } })
    expect(asked[0]!.path).toBe('/api/desk/trails?territory=pays+d%E2%80%99essai')
  })

  it('[P08] takes no other page for an answer of ours', async () => {
    const { api } = serverThat(200, { rows: [], elsewhere: 0 })
    expect(await api.trails('essai')).toEqual({ ok: false, why: 'stranger', status: 200 })
    expect(await api.trail('x', 'essai')).toMatchObject({ why: 'stranger' })
    expect(await api.quarantine('essai')).toMatchObject({ ok: false })
    expect(await serverThat(200, 'Bienvenue').api.quarantine('essai')).toMatchObject({ ok: false })
  })

  it('says that the server has been updated since this page was loaded', async () => {
    const trail = fakeTrail(fakeIds(1)(), 'Essai')
    const outdated = { ok: false, why: 'outdated' }
    // A member that this page needs has another name from the next version on.
    const rows = [{ id: trail.id, title: 'Essai', slug: 'essai' }]
    const { api } = serverThat(200, { jalon: 'desk-trails', rows, elsewhere: 0 })
    expect(await api.trails('essai')).toEqual(outdated)
    expect(await serverThat(200, { jalon: 'desk-trail-2', trail }).api.trail('x', 'e')).toEqual(
      outdated,
    )
    expect(await serverThat(200, { jalon: 'desk-elsewhere' }).api.elsewhere('e')).toEqual(outdated)
    const decided = serverThat(200, { jalon: 'decision', outcome: 'queued', id: 'x' })
    expect(await decided.api.decide({} as Decision)).toEqual(outdated)
    const file = serverThat(200, { jalon: 'trail-file', lines: [{ geometry: null }] })
    expect(await file.api.readTrailFile('e', new File(['x'], 'a.gpx'))).toEqual(outdated)
  })

  it('reads whole what the server of its own version says', async () => {
    const desk = createFakeDesk(ordinaryDesk())
    const trails = await desk.api.trails('essai')
    if (!trails.ok) throw new Error(trails.why)
    expect(await serverThat(200, trails.value).api.trails('essai')).toEqual(trails)
    const trail = await desk.api.trail(trails.value.rows[0]!.id, 'essai')
    if (!trail.ok) throw new Error(trail.why)
    expect(await serverThat(200, trail.value).api.trail('x', 'essai')).toEqual(trail)
    const elsewhere = await desk.api.elsewhere('essai')
    if (!elsewhere.ok) throw new Error(elsewhere.why)
    expect(await serverThat(200, elsewhere.value).api.elsewhere('essai')).toEqual(elsewhere)
  })

  it('tells why the server refused', async () => {
    const { api } = serverThat(422, { problem: 'not-a-trail', params: { reason: 'empty-file' } })
    const answer = await api.readTrailFile('essai', new File(['x'], 'été.gpx'))
    expect(answer).toMatchObject({ why: 'problem', problem: { params: { reason: 'empty-file' } } })
  })

  it('sends a file’s name so that accents arrive', async () => {
    const { asked, api } = serverThat(200, {
      jalon: 'trail-file',
      name: '',
      lines: [],
      problems: [],
    })
    await api.readTrailFile('essai', new File(['x'], 'été.gpx'))
    expect(asked[0]!.init.headers).toMatchObject({ 'X-File-Name': '%C3%A9t%C3%A9.gpx' })
  })

  it('understands an empty answer to a revocation', async () => {
    const { asked, api } = serverThat(204, undefined)
    expect(await api.revoke('d')).toEqual({ ok: true, value: true })
    expect(asked[0]).toMatchObject({ path: '/api/devices/d', init: { method: 'DELETE' } })
  })

  it('reads a territory within its answer, and nothing else', async () => {
    const within = serverThat(200, { jalon: 'territory', territory: FAKE_TERRITORY })
    expect(await within.api.territory('essai')).toMatchObject({ ok: true, value: { id: 'essai' } })
    expect(await serverThat(200, { id: 'essai' }).api.territory('essai')).toMatchObject({
      ok: false,
    })
  })
})
