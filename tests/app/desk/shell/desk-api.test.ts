import { describe, expect, it } from 'vitest'
import { createApiClient, type Fetch } from '../../../../src/app/services/api-client.ts'
import { createDeskApi } from '../../../../src/app/desk/shell/desk-api.ts'
import { FAKE_TERRITORY } from '../../../support/fake-desk-api.ts'

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
    const { api } = serverThat(200, { jalon: 'something-else', rows: [] })
    expect(await api.trails('essai')).toEqual({ ok: false, why: 'stranger', status: 200 })
    expect(await api.trail('x', 'essai')).toMatchObject({ why: 'stranger' })
    expect(await api.quarantine('essai')).toMatchObject({ ok: true, value: [] })
    expect(await serverThat(200, 'Bienvenue').api.quarantine('essai')).toMatchObject({ ok: false })
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

  it('reads a territory, bare or within its answer, and nothing else', async () => {
    const within = serverThat(200, { jalon: 'territory', territory: FAKE_TERRITORY })
    expect(await within.api.territory('essai')).toMatchObject({ ok: true, value: { id: 'essai' } })
    expect(await serverThat(200, FAKE_TERRITORY).api.territory('essai')).toMatchObject({ ok: true })
    expect(await serverThat(200, { id: 'essai' }).api.territory('essai')).toMatchObject({
      ok: false,
    })
  })
})
