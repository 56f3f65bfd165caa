import fc from 'fast-check'
import { Window } from 'happy-dom'
import { html } from 'hono/html'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import english from '../../../src/locales/en/public.json' with { type: 'json' }
import french from '../../../src/locales/fr/public.json' with { type: 'json' }
import { jsonForScript } from '../../../src/server/publication/pages/markup.ts'
import { AT, aTerritory } from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'
import { aSeededTrail, publishSeeded } from './seed-published.ts'

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</title><script>alert(1)</script>',
  '"><svg/onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</script><script>alert(1)//',
  'javascript:alert(1)',
  '{{constructor}}',
  '&lt;b&gt;',
]

let server: TestServer
beforeAll(async () => {
  server = await testServer()
  server.setNow(Date.parse(AT))
})
afterAll(() => server.dispose())

const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await server.request(path, { headers: { Accept: 'text/html', ...headers } })
  return { status: response.status, response, text: await response.text() }
}

/** A page as a browser reads it: nothing of it is run. */
const parsed = (text: string) => new new Window().DOMParser().parseFromString(text, 'text/html')

describe('pages for everybody', () => {
  it('welcomes when nothing is published, and says how to take part', async () => {
    const { status, text } = await page('/?lang=fr')
    expect(status).toBe(200)
    expect(text).toContain(french.home.empty.title)
    expect(text).toContain('href="/app/"')
  })

  it('shows a trail with what to know today, its places in order, and its data', async () => {
    const seeded = aSeededTrail('vers-le-moulin', {
      attributes: { name: 'Vers le moulin', departure: 'Place du marché' },
      heritage: [{ name: 'Lavoir A' }, { name: 'Croix B' }],
      reports: [{ text: 'Un arbre en travers.' }],
      properties: { closure: { from: AT, until: '2026-12-24T00:00:00.000Z', reason: 'Chasse.' } },
    })
    await publishSeeded(server.services, seeded)
    const { text } = await page('/sentiers/vers-le-moulin?lang=fr')
    expect(text).toMatch(/<html lang="fr">/)
    expect(text).toContain('Un arbre en travers.')
    expect(text).toContain('Chasse.')
    expect(text.indexOf('Lavoir A</span>')).toBeLessThan(text.indexOf('Croix B</span>'))
    expect(text).toContain('/catalogue/trails/vers-le-moulin.gpx')
    const data = /<script type="application\/ld\+json">([^]*?)<\/script>/.exec(text)?.[1]
    expect(JSON.parse(data!)).toMatchObject({
      '@type': 'WebPage',
      mainEntity: { name: 'Vers le moulin', itinerary: { itemListElement: [{ position: 1 }, {}] } },
    })
    expect(text).not.toMatch(/T\d{2}:\d{2}/)
  })

  it('needs no script and no style in its elements: the policy allows none', async () => {
    for (const path of ['/', '/sentiers/vers-le-moulin', '/sentiers/nulle-part']) {
      const { text } = await page(path)
      expect(text).not.toMatch(/\sstyle=|<style|\son\w+=/)
      expect(text.match(/<script(?! type="application\/ld\+json"| src=)/)).toBeNull()
      expect(text.match(/<main/g)).toHaveLength(1)
      expect(text.match(/<h1/g)).toHaveLength(1)
    }
  })

  it('speaks the reader’s language, and the one asked for by hand first', async () => {
    const of = async (path: string, accepted: string) =>
      /<html lang="(\w+)"/.exec((await page(path, { 'Accept-Language': accepted })).text)?.[1]
    expect(await of('/', 'en-GB,en;q=0.9')).toBe('en')
    expect(await of('/', 'de')).toBe('fr')
    expect(await of('/?lang=fr', 'en')).toBe('fr')
    expect((await page('/')).response.headers.get('Vary')).toContain('Accept-Language')
  })

  it('keeps the language in the links that lead on, only when it was asked for', async () => {
    expect((await page('/?lang=en')).text).toContain('href="/sentiers/vers-le-moulin?lang=en"')
    expect((await page('/')).text).toContain('href="/sentiers/vers-le-moulin"')
  })

  it('answers a trail that is not there with a page and a 404', async () => {
    const { status, text } = await page('/sentiers/nulle-part?lang=fr')
    expect(status).toBe(404)
    expect(text).toContain(french.notFound.title)
  })

  it('costs no bytes when nothing has changed', async () => {
    const { response } = await page('/')
    const again = await page('/', { 'If-None-Match': response.headers.get('ETag')! })
    expect(again.status).toBe(304)
  })

  it.each([
    ['?q=MOULIN', 1],
    ['?q=march%C3%A9+croix', 1],
    ['?q=montagne', 0],
    ['?longueur=moyen', 1],
    ['?longueur=court', 0],
    ['?longueur=__proto__&theme=&commune=', 1],
  ])('lists with %s %i trail', async (query, count) => {
    const { text } = await page(`/${query}`)
    expect(text.match(/<li class="card">/g) ?? []).toHaveLength(count)
  })

  it('ticks no trail whose test nobody knows', async () => {
    const seeded = aSeededTrail('jamais-teste', { attributes: { name: 'Jamais testé' } })
    await publishSeeded(server.services, seeded)
    const { text } = await page('/sentiers/jamais-teste?lang=fr')
    expect(text).toContain(french.status.publishedUntested)
    expect(text).not.toContain('class="status fresh"')
  })

  it('says on every page of a demonstration that it is one', async () => {
    const { store } = server.services
    await store.transaction((tx) => tx.territories.put({ ...aTerritory(), demo: true }))
    server.setNow(Date.parse(AT) + 120_000)
    for (const path of ['/', '/sentiers/vers-le-moulin', '/sentiers/x']) {
      expect((await page(`${path}?lang=fr`)).text).toContain(french.demo)
    }
    await store.transaction((tx) => tx.territories.put(aTerritory()))
    server.setNow(Date.parse(AT))
  })

  it('[P30] writes hostile names as the text they are', async () => {
    for (const [i, name] of HOSTILE.entries()) {
      const seeded = aSeededTrail(`hostile-${i}`, {
        lengthM: 1_500,
        attributes: { name, shortPresentation: name, presentation: name, departure: name },
        heritage: [{ name, text: name, photos: [{ sha256: 'a'.repeat(64), alt: name }] }],
        reports: [{ text: name }],
      })
      await publishSeeded(server.services, seeded)
      for (const path of ['/', `/sentiers/hostile-${i}`]) {
        const document = parsed((await page(path)).text)
        expect(document.querySelectorAll('[src="x"], svg[onload], title ~ b')).toHaveLength(0)
        for (const element of document.querySelectorAll('*')) {
          const names = element.getAttributeNames()
          expect(names.filter((one) => one.startsWith('on'))).toEqual([])
          expect(element.getAttribute('href') ?? '').not.toMatch(/^javascript:/)
        }
        const scripts = [...document.querySelectorAll('script')]
        expect(scripts.filter((one) => !one.src && one.type !== 'application/ld+json')).toEqual([])
      }
      const { text } = await page(`/sentiers/hostile-${i}`)
      const data = /<script type="application\/ld\+json">([^]*?)<\/script>/.exec(text)?.[1]
      expect((JSON.parse(data!) as { mainEntity: { name: string } }).mainEntity.name).toBe(name)
    }
  })

  it('serves its style with the app’s own tokens, and its fonts itself', async () => {
    const style = await page('/public/style.css')
    expect(style.text).toContain('--forest: #1e5a3d')
    for (const [, url] of style.text.matchAll(/url\('([^']+)'\)/g)) {
      const font = await server.request(url!)
      expect(font.headers.get('Content-Type')).toBe('font/woff2')
    }
    expect((await server.request('/public/fonts/..%2f..%2fpackage.json')).status).toBe(404)
  })
})

describe('the template', () => {
  it('[P30] lets nothing that is filled in become markup', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const made = (await html`<p title="${text}">${text}</p>`).toString()
        const inside = made.slice('<p title="'.length, -'</p>'.length)
        expect(inside.replace('">', '')).not.toMatch(/[<>"']/)
      }),
    )
  })

  it('[P30] keeps data inside the element that holds it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = String(jsonForScript(value))
        expect(text).not.toMatch(/[<>&\u2028\u2029]/)
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value))
      }),
    )
  })
})

describe('the words of the public pages', () => {
  it('are there in both languages, with the same places to fill in', () => {
    const flat = (words: object, path = ''): [string, string][] =>
      Object.entries(words).flatMap(([key, value]) =>
        typeof value === 'string'
          ? [[path + key, (value.match(/\{\w+\}/g) ?? []).sort().join()] as [string, string]]
          : flat(value as object, `${path}${key}.`),
      )
    expect(flat(english)).toEqual(flat(french))
  })
})
