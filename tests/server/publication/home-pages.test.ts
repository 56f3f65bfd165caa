import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPageCache } from '../../../src/server/publication/page-cache.ts'
import { publishedCatalogue } from '../../../src/server/publication/published-catalogue.ts'
import { TRAILS_A_PAGE } from '../../../src/server/publication/pages/list-page.ts'
import type { TrailAttributes } from '../../../src/domain/catalogue/trail-attributes.ts'
import { aTrail, AT } from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'
import { publishSeeded } from './seed-published.ts'

const COUNT = 2 * TRAILS_A_PAGE + 5
const BASE = 'https://sentiers.exemple.fr'

describe('the list of trails, page by page', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer({ environment: { JALON_BASE_URL: BASE } })
    server.setNow(Date.parse(AT))
    for (let i = 0; i < COUNT; i++) {
      const name = `Boucle ${String(i).padStart(3, '0')}`
      const commune =
        i % 2 === 0 ? { code: '40046', name: 'Brassempouy' } : { code: '40001', name: 'Aïre' }
      const more = i === 7 ? { presentation: 'Un chêne creux.' } : {}
      await publish(i, { slug: `boucle-${i}`, name, communes: [commune], ...more })
    }
  })
  afterAll(() => server.dispose())

  // One short line for all of them, each in a place of its own: trails that meet are compared.
  const publish = (index: number, more: Partial<TrailAttributes> & { slug: string }) => {
    const lon = -0.69 + (index % 12) * 0.01
    const lat = 43.63 + Math.floor(index / 12) * 0.01
    const line = [
      [lon, lat],
      [lon + 0.002, lat + 0.002],
      [lon + 0.005, lat + 0.001],
    ]
    const bare = aTrail({ line, slug: more.slug })
    const attributes = { ...bare.properties.attributes, ...more }
    const trail = { ...bare, properties: { ...bare.properties, attributes } }
    return publishSeeded(server.services, { trail, heritage: [], reports: [] })
  }

  const open = async (query: string) => {
    const answer = await server.request(`/${query}`, { headers: { Accept: 'text/html' } })
    const text = await answer.text()
    const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found!)
    const href = (rel: string) =>
      new RegExp(`<link rel="${rel}" href="([^"]*)"`).exec(text)?.[1]?.replaceAll('&amp;', '&') ??
      null
    const [pages = ''] = /<nav class="pages"[^]*?<\/nav>/.exec(text) ?? []
    const [map = ''] = /<svg\s+class="map territory"[^]*?<\/svg>/.exec(text) ?? []
    return {
      text,
      status: answer.status,
      names: all(/<h3>[^]*?<a [^>]*>([^<]*)<\/a>/g),
      numbers: all(/<span class="number"[^>]*>(\d+)</g).map(Number),
      onMap: map.match(/<a /g)?.length ?? 0,
      links: [...pages.matchAll(/href="([^"]*)"/g)].map(([, one]) => one!.replaceAll('&amp;', '&')),
      prev: href('prev'),
      next: href('next'),
      canonical: href('canonical'),
      robots: /<meta name="robots" content="([^"]*)"/.exec(text)?.[1],
      title: /<title>([^<]*)</.exec(text)?.[1],
      said: /<p>([^<]*)</.exec(pages)?.[1],
    }
  }

  it('goes through all of them by name, each once, numbered as on the map of each page', async () => {
    const names: string[] = []
    let query = '?lang=fr'
    for (let page = 1; page <= 3; page++) {
      const here = await open(query)
      expect(here.numbers).toEqual(here.names.map((_, i) => i + 1))
      expect(here.onMap).toBe(here.names.length)
      expect(here.said).toBe(`page ${page} sur 3`)
      expect(here.text.length).toBeLessThan(250_000)
      names.push(...here.names)
      const next = here.next?.replace(BASE, '') ?? null
      expect(here.links).toContain(next ?? `/?lang=fr`)
      expect([here.prev === null, here.next === null]).toEqual([page === 1, page === 3])
      query = next?.slice(1) ?? ''
    }
    expect(names).toEqual([...names].sort())
    expect(new Set(names).size).toBe(COUNT)
  })

  it('says to programs which page it is: its own address, the one before, the one after', async () => {
    const second = await open('?page=2&lang=en&commune=40046')
    expect(second.canonical).toBe(`${BASE}/?commune=40046&page=2&lang=en`)
    expect(second.prev).toBe(`${BASE}/?commune=40046&lang=en`)
    expect(second.next).toBeNull()
    expect(second.title).toMatch(/page 2 of 2$/)
    expect((await open('')).canonical).toBe(`${BASE}/`)
    expect((await open('?page=1')).canonical).toBe(`${BASE}/`)
  })

  it.each(['0', '-1', '1e3', 'deux', '2.5', '', '99999999999999999999', "1'--", '__proto__'])(
    'page=%s is the first one',
    async (page) => {
      const { numbers, status } = await open(`?page=${encodeURIComponent(page)}`)
      expect([status, numbers[0], numbers.length]).toEqual([200, 1, TRAILS_A_PAGE])
    },
  )

  it('beyond the last page is the last one, under its own address', async () => {
    const { numbers, canonical } = await open('?page=4000')
    expect([numbers.at(-1), canonical]).toEqual([COUNT - 2 * TRAILS_A_PAGE, `${BASE}/?page=3`])
  })

  it('a word, an accent less, a commune: found on every page, kept out of search engines', async () => {
    const chene = await open('?q=CHENE')
    expect([chene.names, chene.robots]).toEqual([['Boucle 007'], 'noindex, follow'])
    const aire = await open('?q=aire')
    expect(aire.names).toHaveLength(TRAILS_A_PAGE)
    expect(aire.next).toBe(`${BASE}/?q=aire&page=2`)
    expect((await open('?q=aire&page=2')).names).toHaveLength(COUNT - TRAILS_A_PAGE - 63)
    const none = await open('?q=nulle-part&page=7')
    expect([none.names, none.links]).toEqual([[], []])
  })

  it('[P30] what is asked for stays text wherever it is written again', async () => {
    for (const evil of ['"><script>alert(1)</script>', "' onfocus=alert(1) '", '</title><b>']) {
      const asked = encodeURIComponent(evil)
      for (const query of [`?q=${asked}`, `?commune=${asked}&page=2`, `?territory=${asked}`]) {
        const { text } = await open(query)
        expect(text).not.toContain(evil)
        expect(text).not.toMatch(/<script>|<b>|<[^>"]*("[^"]*"[^>"]*)*\sonfocus=/)
      }
    }
  })

  it('is made once for a list, and anew when something in it changes', async () => {
    const before = await open('?commune=40046')
    const communes = [{ code: '40046', name: 'Brassempouy' }]
    await publish(COUNT, { slug: 'toute-neuve', name: 'Aaa, toute neuve', communes })
    const after = await open('?commune=40046')
    expect(before.names).not.toContain('Aaa, toute neuve')
    expect(after.names[0]).toBe('Aaa, toute neuve')
  })
})

describe('pages that are kept', () => {
  it('are made once for the same list and name, and never more than a hundred', async () => {
    let made = 0
    const make = () => Promise.resolve(`page ${++made}`)
    const { page: keptPage } = createPageCache()
    const list = publishedCatalogue([])
    expect(await keptPage(list, 'a', make)).toBe('page 1')
    expect(await keptPage(list, 'a', make)).toBe('page 1')
    expect(await keptPage(publishedCatalogue([]), 'a', make)).toBe('page 2')
    for (let i = 0; i < 99; i++) await keptPage(list, `other ${i}`, make)
    expect(await keptPage(list, 'a', make)).toBe('page 1')
    await keptPage(list, 'one more', make)
    // The one that nobody asked for the longest went, not the one that was just read.
    const count = made
    expect(await keptPage(list, 'a', make)).toBe('page 1')
    await keptPage(list, 'other 0', make)
    expect(made).toBe(count + 1)
  })
})
