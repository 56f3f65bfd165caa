import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { readFile as readTracks } from '../../../src/domain/formats/read-file.ts'
import { finishWalk } from '../../support/field-hands.ts'
import { layersSeenByGdal } from '../../support/gdal.ts'
import { replay } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs, openPhoneBrowser, readStore } from '../../support/phone-browser.ts'
import { readWalk } from '../../support/read-walk.ts'
import { jalon, startServer, type RunningServer } from '../../support/running-server.ts'

/** Recordings of others, when they lie beside the project: nothing here needs them. */
const RECORDINGS = join(import.meta.dirname, '../../../../shared/data/gpx-fixtures')
const OWN_WALK = join(import.meta.dirname, '../../fixtures/walks/boucle-du-lavoir-marche.gpx')
const OWN_LINE = join(import.meta.dirname, '../../fixtures/walks/boucle-du-lavoir-trace.gpx')

/** Files whose second track is the line their walker made of the recording, by hand, afterwards. */
const WALKS = [
  { file: 'trailence-gpx-002.gpx', trail: 'La pointe des salins', commune: '83129' },
  { file: 'trailence-gpx-003.gpx', trail: 'Le tour du vallon', commune: '84017' },
]
type Position = readonly [lon: number, lat: number]

for (const { file, trail, commune } of WALKS)
  test(`[P02] [P24] a French walk recorded by somebody else, in an office of its own: ${file}`, async ({
    browser,
  }) => {
    const path = join(RECORDINGS, file)
    test.skip(!existsSync(path), 'the recordings are not beside the project')
    const folder = await mkdtemp(join(tmpdir(), 'jalon-real-'))
    const server = await startServer({ JALON_DEMO: '0' })
    try {
      const line = await trackOf(path, 1)
      await writeFile(join(folder, 'line.kml'), kml(trail, line))
      await writeFile(join(folder, 'office.json'), JSON.stringify(office(line, commune)))
      const data = { JALON_DATA: server.dataDir }
      expect(await jalon(['territory', 'import', join(folder, 'office.json')], data)).toMatchObject(
        {
          code: 0,
        },
      )
      const desk = await (await browser.newContext({ locale: 'fr-FR' })).newPage()
      await joinDesk(desk, server)
      await importTrail(desk, join(folder, 'line.kml'), trail)

      const walk = await readWalk(path, Date.now() - 60_000, 0)
      const half = Math.floor(walk.length / 2)
      let phone = await openPhoneBrowser(folder, server.url, walk[0]!.atMs - 60_000)
      await joinAs(phone.page, await invitation(server.dataDir, server.url), 'Maïté')
      await phone.page.evaluate(() => navigator.serviceWorker.ready)
      await phone.close()
      await server.kill()
      phone = await openPhoneBrowser(folder, server.url, walk[0]!.atMs - 30_000)
      await phone.page.goto(`${server.url}/app/sentiers`)
      await phone.page.getByText(trail).click()
      await phone.page.getByRole('button', { name: 'Démarrer le test' }).click()
      await expect(phone.page.locator('.bar .word')).toHaveText('Recherche du signal')
      await replay(phone.page, walk.slice(0, half), 2)
      await expect.poll(() => kept(phone.page)).toBe(half)
      await phone.kill()
      phone = await openPhoneBrowser(folder, server.url, walk[half]!.atMs - 1_000)
      await phone.page.goto(`${server.url}/app/enregistrer`)
      await expect(phone.page.getByText(/points gardés/)).toBeVisible()
      await replay(phone.page, walk.slice(half), 2)
      await expect.poll(() => kept(phone.page)).toBe(walk.length)
      await finishWalk(phone.page)
      await expect(phone.page.getByText(/^(9[5-9]|100)([,.]\d)?\s?%$/).first()).toBeVisible()
      await sendAndReceive(phone.page, server)
      await phone.kill()

      await desk.reload()
      for (const title of ['Trace de', 'Test']) {
        await desk
          .getByRole('button', { name: new RegExp(title) })
          .first()
          .click()
        await desk.keyboard.press('a')
        const decided = desk.locator('details', { hasText: 'Déjà décidé' })
        await expect(decided.locator('button', { hasText: title })).toHaveCount(1)
      }
      await desk.getByRole('tab', { name: 'Publier' }).click()
      await desk.getByRole('button', { name: 'Publier', exact: true }).click()
      await expect(desk.getByText('Publié : version 1.')).toBeVisible()
      const published = await (await fetch(`${server.url}/catalogue/trails.geojson`)).text()
      await writeFile(join(folder, 'trails.geojson'), published)
      const layers = layersSeenByGdal(join(folder, 'trails.geojson'))
      if (layers) expect(layers).toMatchObject([{ features: 1 }])
      const [feature] = (JSON.parse(published) as { features: PublishedLine[] }).features
      expect(feature!.properties.name).toBe(trail)
      expect(feature!.geometry.coordinates.length).toBeGreaterThan(line.length / 2)
    } finally {
      await server.dispose()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  })

test('[P01] [P18] a true run: the browser’s own receiver, told where it is second by second', async ({
  browser,
}) => {
  const profile = await mkdtemp(join(tmpdir(), 'jalon-true-'))
  const server = await startServer()
  try {
    const desk = await (await browser.newContext({ locale: 'fr-FR' })).newPage()
    await joinDesk(desk, server)
    await importTrail(desk, OWN_LINE, 'La vraie marche')

    const { page, context, kill } = await openPhoneBrowser(profile, server.url, null)
    await joinAs(page, await invitation(server.dataDir, server.url), 'Maïté')
    await page.evaluate(() => navigator.serviceWorker.ready)
    const receiver = await context.newCDPSession(page)
    const told = (await readWalk(OWN_WALK, Date.now())).slice(0, 20)
    const tell = ({ lat, lon, accuracyM = 5 }: (typeof told)[number]) =>
      receiver.send('Emulation.setGeolocationOverride', {
        latitude: lat,
        longitude: lon,
        accuracy: accuracyM,
      })
    await tell(told[0]!)
    await page.getByText('La vraie marche').click()
    await page.getByRole('button', { name: 'Démarrer le test' }).click()
    await expect(page.locator('.bar .word')).toHaveText('Enregistre')
    await server.kill()
    for (const fix of told.slice(1)) {
      await page.waitForTimeout(1_000)
      await tell(fix)
    }
    await expect(page.getByText(/^(1\d|2\d) points gardés/)).toBeVisible()
    const stored = await readStore<{ lon: number; lat: number; atMs: number }>(page, 'fixes')
    const places = new Set(stored.map(({ lon, lat }) => `${lon} ${lat}`))
    expect(told.every(({ lon, lat }) => places.has(`${lon} ${lat}`))).toBe(true)
    expect(stored.every(({ atMs }) => Math.abs(atMs - Date.now()) < 120_000)).toBe(true)
    await finishWalk(page)
    await sendAndReceive(page, server)
    await kill()
  } finally {
    await server.dispose()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

interface PublishedLine {
  readonly properties: { readonly name: string }
  readonly geometry: { readonly coordinates: readonly unknown[] }
}

async function joinDesk(desk: Page, server: RunningServer): Promise<void> {
  await desk.goto(await invitation(server.dataDir, server.url, 'staff'))
  await desk.getByLabel('Votre pseudonyme').fill('Office')
  await desk.getByLabel('J’ai 15 ans ou plus.').check()
  await desk.getByRole('button', { name: 'Commencer' }).click()
  await expect(desk.getByRole('heading', { name: 'À décider' })).toBeVisible()
}

async function importTrail(desk: Page, path: string, name: string): Promise<void> {
  await desk.getByRole('link', { name: 'Nouveau sentier' }).first().click()
  await desk.locator('input[type=file]').setInputFiles(path)
  await desk.getByLabel('Nom', { exact: false }).first().fill(name)
  await desk.getByRole('button', { name: 'Créer' }).click()
  await expect(desk.getByRole('heading', { name })).toBeVisible()
}

/** How many fixes lie in the phone's database. */
const kept = async (page: Page): Promise<number> => (await readStore(page, 'fixes')).length

/** Sends with the server dead, then brings the server back and waits for both receipts. */
async function sendAndReceive(page: Page, server: RunningServer): Promise<void> {
  await page.getByRole('button', { name: 'Conforme', exact: true }).click()
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await expect(page.getByText('C’est dans vos envois. Merci !')).toBeVisible()
  await server.start()
  await page.goto(`${server.url}/app/envois`)
  await page.getByRole('button', { name: 'Envoyer maintenant' }).first().click()
  await expect(page.getByText(/^Reçu le .* L’office va le regarder\.$/)).toHaveCount(2)
}

async function trackOf(path: string, track: number): Promise<Position[]> {
  const { file } = readTracks(await readFile(path))
  return file!.tracks[track]!.track.segments.flat().map(({ lon, lat }) => [lon, lat])
}

const kml = (name: string, line: readonly Position[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>${name}</name>
<LineString><coordinates>${line.map((at) => at.join(',')).join(' ')}</coordinates></LineString>
</Placemark></Document></kml>`

/** An office of its own around a line: what `territory import` takes. */
function office(line: readonly Position[], commune: string): unknown {
  const lons = line.map(([lon]) => lon)
  const lats = line.map(([, lat]) => lat)
  const [west, east] = [Math.min(...lons) - 0.02, Math.max(...lons) + 0.02]
  const [south, north] = [Math.min(...lats) - 0.02, Math.max(...lats) + 0.02]
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return {
    format: 'jalon-territory',
    version: 1,
    id: 'autre-office',
    name: { fr: 'Un autre office', en: 'Another office' },
    office: { name: 'Un autre office' },
    demo: false,
    languages: ['fr', 'en'],
    outline: { type: 'Polygon', coordinates: [ring] },
    communes: [{ code: commune, name: 'La commune' }],
    map: { centre: [(west + east) / 2, (south + north) / 2], zoom: 12, services: [] },
    licence: { name: 'Licence Ouverte 2.0', url: 'https://www.etalab.gouv.fr/licence-ouverte' },
  }
}
