import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from '@placemarkio/check-geojson'
import type { FeatureCollection } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { layersSeenByGdal } from '../../support/gdal.ts'
import { problemsOfGpx } from '../../support/gpx-structure.ts'
import { aPhoto } from '../../support/photos.ts'
import { againstRandonneeSchema } from '../../support/randonnee-schema.ts'
import { AT } from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'
import { problemsOfRandonnee } from './randonnee-profile.ts'
import { aSeededTrail, publishSeeded } from './seed-published.ts'

const FILES = [
  '/catalogue/trails.geojson',
  '/catalogue/heritage.geojson',
  '/catalogue/reports.geojson',
]

let server: TestServer
let folder: string
let photo: string
let hidden: string
let frozen: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-catalogue-'))
  server = await testServer({ territories: ['essai', 'autre'] })
  server.setNow(Date.parse(AT))
  const phone = await server.phone()
  photo = await phone.send((await aPhoto(1)).bytes)
  hidden = await phone.send((await aPhoto(2)).bytes)
  const loop = aSeededTrail('boucle-des-lavoirs', {
    attributes: {
      name: 'La boucle <b>des lavoirs</b>',
      routeType: 'boucle',
      difficulty: 'facile',
      communes: [{ name: 'Saint-Sever', code: '40282' }],
      themes: ['petit-patrimoine', 'eau'],
      presentation: 'De lavoir en lavoir.',
    },
    heritage: [
      { name: 'Lavoir A', photos: [{ sha256: photo }] },
      { heritageKind: 'croix-de-chemin' },
    ],
    reports: [{ text: 'Un arbre.' }, { status: 'solved' }],
  })
  frozen = (await publishSeeded(server.services, loop)).text
  await publishSeeded(
    server.services,
    aSeededTrail('ailleurs', {
      territory: 'autre',
      shape: 'linear',
      relief: false,
      lengthM: 3_000,
    }),
  )
  // In the catalogue, not published: nothing of it may show.
  const waiting = aSeededTrail('secret', {
    attributes: { name: 'Sentier secret' },
    heritage: [{ name: 'Lavoir secret', photos: [{ sha256: hidden }] }],
    reports: [{ text: 'Signalement secret' }],
  })
  await server.services.store.transaction((tx) =>
    tx.catalogue.put('essai', [waiting.trail, ...waiting.heritage, ...waiting.reports]),
  )
})
afterAll(async () => {
  await server.dispose()
  await rm(folder, { recursive: true, force: true })
})

const text = async (path: string) => (await server.request(path)).text()
const collection = async (path: string) => JSON.parse(await text(path)) as FeatureCollection

describe('the open catalogue', () => {
  it.each(FILES)('%s is GeoJSON, open to every site, with a tag', async (path) => {
    const response = await server.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('application/geo+json')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    const body = await response.text()
    expect(() => check(body)).not.toThrow()
    expect(body).not.toContain('"crs"')
    const headers = { 'If-None-Match': response.headers.get('ETag')! }
    expect((await server.request(path, { headers })).status).toBe(304)
  })

  it('[P26] shows only what is published, and no hour of it', async () => {
    for (const path of [...FILES, '/catalogue/schema_randonnee.json']) {
      const body = await text(path)
      expect(body.toLowerCase()).not.toContain('secret')
      expect(body).not.toMatch(/T\d{2}:\d{2}/)
      expect(body).not.toMatch(/"(device|account|author|observations|decision|decidedAt)"/)
    }
    expect((await collection(FILES[2]!)).features).toHaveLength(1)
  })

  it('keeps to one office when asked, and says when there is no such one', async () => {
    const of = async (query: string) => (await collection(FILES[0]! + query)).features.length
    expect(await of('')).toBe(2)
    expect(await of('?territory=essai')).toBe(1)
    expect((await server.request(`${FILES[0]!}?territory=nulle-part`)).status).toBe(404)
  })

  it('is read by GDAL, lines and waypoints', async ({ skip }) => {
    const names = ['/catalogue/trails.geojson', '/catalogue/trails/boucle-des-lavoirs.gpx']
    const seen = []
    for (const [i, path] of names.entries()) {
      const file = join(folder, i === 0 ? 'trails.geojson' : 'trail.gpx')
      await writeFile(file, await text(path))
      const layers = layersSeenByGdal(file)
      if (layers === null) return skip('GDAL is not here')
      seen.push(layers)
    }
    expect(seen[0]).toMatchObject([{ features: 2, geometry: '3D Line String' }])
    const layers = new Map(seen[1]!.map((one) => [one.name, one.features]))
    expect(layers.get('waypoints')).toBe(2)
    expect(layers.get('tracks')).toBe(1)
  })

  it('gives a GPX 1.1 without times, as a file to keep', async () => {
    const response = await server.request('/catalogue/trails/boucle-des-lavoirs.gpx')
    expect(response.headers.get('Content-Type')).toBe('application/gpx+xml')
    expect(response.headers.get('Content-Disposition')).toContain('boucle-des-lavoirs.gpx')
    expect(problemsOfGpx(await response.clone().text())).toEqual([])
    const gpx = await response.text()
    expect(gpx).toContain('version="1.1"')
    expect(gpx).not.toContain('<time>')
    expect(gpx).toContain('<name>Lavoir A</name>')
  })

  it.each([
    '/catalogue/trails/secret.gpx',
    '/catalogue/trails/secret/v1.geojson',
    '/catalogue/trails/boucle-des-lavoirs/v2.geojson',
    '/catalogue/trails/boucle-des-lavoirs/v1.gpx',
    '/catalogue/trails/..%2f..%2fetc.gpx',
    '/catalogue/photos/nothing.jpg',
  ])('%s is not there', async (path) => {
    expect((await server.request(path)).status).toBe(404)
  })

  it('[P17] gives the photos of what is published, without EXIF, and no other', async () => {
    const response = await server.request(`/catalogue/photos/${photo}.jpg`)
    expect(response.headers.get('Content-Type')).toBe('image/jpeg')
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.includes('Exif')).toBe(false)
    expect(bytes.includes('SecretCamera')).toBe(false)
    expect((await server.request(`/catalogue/photos/${hidden}.jpg`)).status).toBe(404)
  })

  it('[P28] version 1 is the same bytes after version 2 and a restart', async () => {
    const path = '/catalogue/trails/boucle-des-lavoirs/v1.geojson'
    expect(await text(path)).toBe(frozen)
    const { store } = server.services
    const trail = (await store.read((tx) =>
      tx.catalogue.trailBySlug('essai', 'boucle-des-lavoirs'),
    ))!
    const attributes = { ...trail.properties.attributes, presentation: 'Autre texte.' }
    const changed = { ...trail, properties: { ...trail.properties, attributes } }
    const second = await publishSeeded(server.services, {
      trail: changed,
      heritage: [],
      reports: [],
    })
    await server.restart()
    expect(await text(path)).toBe(frozen)
    expect(await text(path.replace('v1', 'v2'))).toBe(second.text)
    expect(second.text).toContain('Autre texte.')
  })

  it('follows the national schema, and what the schema forgets', async () => {
    const response = await server.request('/catalogue/schema_randonnee.json')
    expect(response.headers.get('Content-Type')).toContain('application/json')
    const file = (await response.json()) as Parameters<typeof problemsOfRandonnee>[0]
    expect(problemsOfRandonnee(file)).toEqual([])
    const [, loop] = file.features
    expect(loop!.properties).toMatchObject({
      id_local: 'boucle-des-lavoirs',
      nom_itineraire: 'La boucle des lavoirs',
      pratique: 'pédestre',
      type_itineraire: 'boucle',
      difficulte: 'Facile',
      communes_code: '40282',
      date_modification: AT.slice(0, 10),
    })
    expect(againstRandonneeSchema(file)).toEqual([])
  })
})
