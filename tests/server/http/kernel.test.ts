import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../src/server/http/app.ts'
import { contentSecurityPolicy } from '../../../src/server/http/secure-headers.ts'
import { aTerritory, TERRITORY } from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

describe('the kernel', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer()
  })
  afterAll(() => server.dispose())

  it('a page that is not there says so in the reader’s language; a program gets a code', async () => {
    for (const [language, sentence] of [
      ['en-GB,en;q=0.9,fr;q=0.5', 'There is nothing at this address.'],
      ['fr-FR,fr;q=0.9', 'Il n’y a rien à cette adresse.'],
      ['de', 'Il n’y a rien à cette adresse.'],
      ['en;q=0, fr;q=0.1', 'Il n’y a rien à cette adresse.'],
    ] as const) {
      const headers = { Accept: 'text/html', 'Accept-Language': language }
      const page = await server.request('/nulle-part', { headers })
      expect(page.status).toBe(404)
      expect(await page.text()).toContain(sentence)
    }
    const answer = await server.request('/api/nulle-part', { headers: { Accept: 'text/html' } })
    expect([answer.status, await answer.json()]).toEqual([404, { problem: 'not-found' }])
  })

  it('[P30] a fault of ours is a sentence without a secret, and the next request is served', async () => {
    const app = createApp(server.services, [
      (one) => one.get('/boum', () => Promise.reject(new Error('password=hunter2 at /srv/x.ts'))),
      (one) =>
        one.get('/plein', () => {
          throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
        }),
    ])
    const fault = await app.request('/boum')
    expect([fault.status, await fault.text()]).toEqual([500, '{"problem":"server-error"}'])
    const full = await app.request('/plein')
    expect([full.status, await full.json()]).toEqual([507, { problem: 'storage-full' }])
  })

  it('the policy names the territory’s map services and nobody else', async () => {
    const services = [
      {
        id: 'plan',
        name: { fr: 'Plan' },
        tiles: 'https://{s}.tuiles.exemple.fr/{z}/{x}/{y}.png?cle=1',
        attribution: '©',
        maxZoom: 18,
      },
    ]
    await server.services.store.transaction((tx) =>
      tx.territories.put({ ...aTerritory(), map: { ...aTerritory().map, services } }),
    )
    server.setNow(Date.now() + 60_000)
    const policy = (await server.request('/healthz')).headers.get('Content-Security-Policy')
    expect(policy).toContain("img-src 'self' data: blob: https://*.tuiles.exemple.fr;")
    expect(policy).not.toContain('cle=1')
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|http|\*)/)
    expect(contentSecurityPolicy([])).toContain("connect-src 'self' blob: data:;")
  })

  it('the open catalogue is open to other sites, the API is not', async () => {
    const open = await server.request('/catalogue/trails.geojson')
    expect(open.headers.get('Access-Control-Allow-Origin')).toBe('*')
    const closed = await server.request(`/api/territories/${TERRITORY}`)
    expect(closed.headers.get('Access-Control-Allow-Origin')).toBeNull()
    expect(closed.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
  })

  it('deep links of the app get its shell or a sentence, its missing files a 404', async () => {
    expect([200, 503]).toContain((await server.request('/app/sentiers/x')).status)
    expect((await server.request('/app/assets/old-aaaaaaaa.js')).status).toBe(404)
    expect((await server.request('/app')).headers.get('Location')).toBe('/app/')
  })

  it('answers to its watcher', async () => {
    const response = await server.request('/healthz')
    expect(await response.json()).toEqual({ jalon: 'health', ok: true })
  })
})
