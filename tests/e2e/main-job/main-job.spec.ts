import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { check as checkGeoJson } from '@placemarkio/check-geojson'
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test'
import sharp from 'sharp'
import { finishWalk } from '../../support/field-hands.ts'
import { installReplay, replay } from '../../support/geolocation-replay.ts'
import { layersSeenByGdal } from '../../support/gdal.ts'
import { WAIT_MS } from '../../support/patience.ts'
import { readWalk } from '../../support/read-walk.ts'
import { jalon, startServer, type RunningServer } from '../../support/running-server.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/walks')
const SCREENS = join(import.meta.dirname, '../../../docs/screens')
const TRAIL = 'La boucle du lavoir'
const SLUG = 'la-boucle-du-lavoir'

/**
 * The main job, start to end, as its people live it: staff import a trail and invite; a tester walks it
 * offline through a killed browser and a killed server, and sends; staff decide and publish; anybody reads
 * the published files with their own tools. Its stories follow each other on one server, one phone, one desk.
 */
test.describe.configure({ mode: 'serial' })
let server: RunningServer
let profile: string
let options: Parameters<typeof chromium.launchPersistentContext>[1]
let deskContext: BrowserContext
let desk: Page
let phone: BrowserContext | null = null
let tester: Page
let walk: Awaited<ReturnType<typeof readWalk>>
let half: number

test.beforeAll(async ({ browser }, info) => {
  const { viewport, launchOptions } = info.project.use
  server = await startServer()
  profile = await mkdtemp(join(tmpdir(), 'jalon-phone-'))
  options = {
    ...launchOptions,
    viewport: viewport!,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    permissions: ['geolocation', 'screen-wake-lock'],
  }
  deskContext = await browser.newContext({ viewport: viewport!, locale: 'fr-FR' })
  desk = await deskContext.newPage()
  walk = await readWalk(join(FIXTURES, 'boucle-du-lavoir-marche.gpx'), Date.now() - 60_000)
  half = Math.floor(walk.length / 2)
})
test.afterEach(async () => {
  const info = test.info()
  if (info.status === info.expectedStatus) return
  const pages = [...(phone?.pages() ?? []), ...deskContext.pages()]
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: info.outputPath(`page-${index}.png`) }).catch(() => undefined)
  }
})
test.afterAll(async () => {
  await phone?.close().catch(() => undefined)
  await deskContext.close()
  await server.dispose()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

/** Into the story's own results; with `JALON_SCREENS=1`, into the pictures of the documentation. */
async function shot(page: Page, name: string): Promise<void> {
  const file = `${name}-${test.info().project.name}.png`
  await expect(page.getByText('La carte arrive…')).toHaveCount(0)
  const path = process.env['JALON_SCREENS'] ? join(SCREENS, file) : test.info().outputPath(file)
  await page.screenshot({ path })
}

test('one real walk: staff import its trail, and a tester comes by an invitation', async () => {
  await test.step('staff open their one-time link, and import the trail from a GPX', async () => {
    await desk.goto(await link(server, 'staff'))
    await desk.getByLabel('Votre pseudonyme').fill('Office')
    await desk.getByLabel('J’ai 15 ans ou plus.').check()
    await desk.getByRole('button', { name: 'Commencer' }).click()
    await expect(desk.getByRole('heading', { name: 'À décider' })).toBeVisible()
    await shot(desk, 'desk-decide')
    await desk.getByRole('link', { name: 'Nouveau sentier' }).click()
    await desk
      .locator('input[type=file]')
      .setInputFiles(join(FIXTURES, 'boucle-du-lavoir-trace.gpx'))
    await desk.getByLabel('Nom', { exact: false }).first().fill(TRAIL)
    await shot(desk, 'desk-new-trail')
    await desk.getByRole('button', { name: 'Créer' }).click()
    await expect(desk.getByRole('heading', { name: TRAIL })).toBeVisible()
  })

  phone = await openPhone(profile, options, walk[0]!.atMs - 60_000)
  tester = phone.pages()[0]!
  await test.step('[P20] the tester opens the link, says a pseudonym, and sees the trails', async () => {
    await tester.goto(await link(server, 'tester'))
    await shot(tester, 'field-join')
    await tester.getByLabel('Votre pseudonyme').fill('Maïté')
    await tester.getByLabel('J’ai 15 ans ou plus.').check()
    await tester.getByRole('button', { name: 'Commencer' }).click()
    await expect(tester.getByText(TRAIL)).toBeVisible()
    await shot(tester, 'field-trails')
    await tester.evaluate(() => navigator.serviceWorker.ready)
  })
})

test('one real walk: recorded with no server, through a killed browser', async () => {
  await test.step('[P21] next day, no server: the app opens cold, and Start records', async () => {
    await phone!.close()
    await server.kill()
    phone = await openPhone(profile, options, walk[0]!.atMs - 30_000)
    tester = phone.pages()[0]!
    await tester.goto(`${server.url}/app/sentiers`)
    await tester.getByText(TRAIL).click()
    await shot(tester, 'field-trail')
    await tester.getByRole('button', { name: 'Démarrer le test' }).click()
    await expect(tester.locator('.bar .word')).toHaveText('Recherche du signal')
    await replay(tester, walk.slice(0, half))
    await expect(tester.locator('.bar .word')).toHaveText('Enregistre')
    await expect(tester.getByText(`${half} points gardés`)).toBeVisible()
    await shot(tester, 'field-recording')
  })

  await test.step('[P19] a wash-house with a photo, in two taps and a photo', async () => {
    await tester.getByRole('button', { name: 'Patrimoine' }).click()
    await tester
      .locator('input[type=file]')
      .first()
      .setInputFiles(await photo('#5b7f63'))
    await expect(tester.getByAltText('Photo 1')).toBeVisible()
    await shot(tester, 'field-heritage')
    await tester.getByRole('button', { name: 'Lavoir' }).click()
    await shot(tester, 'field-heritage-kind')
  })

  await test.step('[P01][P02] the browser is killed; the recording goes on, the hole is told', async () => {
    await kill(phone!)
    phone = await openPhone(profile, options, walk[half - 1]!.atMs + 20_000)
    tester = phone.pages()[0]!
    await tester.goto(`${server.url}/app/enregistrer`)
    await replay(tester, walk.slice(half + 8))
    await shot(tester, 'field-recording-resumed')
  })
})

test('one real walk: its end is told on the phone, and waits to be sent', async () => {
  await test.step('[P19] a fallen tree; and all is well at the end, in one tap', async () => {
    await tester.getByRole('button', { name: 'Problème' }).click()
    await tester
      .locator('input[type=file]')
      .first()
      .setInputFiles(await photo('#7a5b3c'))
    await expect(tester.getByAltText('Photo 1')).toBeVisible()
    await tester.getByRole('button', { name: 'Obstacle, danger' }).click()
    await tester.getByRole('button', { name: 'Tout va bien ici' }).click()
    await expect(tester.locator('.noted')).toContainText('Noté : tout va bien ici.')
  })

  await test.step('[P24][P25] hold to stop: what was walked, told on the phone, with no server', async () => {
    await finishWalk(tester)
    await expect(tester.getByText(/^(9\d|100)([,.]\d)?\s?%$/).first()).toBeVisible()
    await shot(tester, 'field-walk-end')
    await tester.getByRole('button', { name: 'Conforme', exact: true }).click()
    await tester.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await expect(tester.getByText('C’est dans vos envois. Merci !')).toBeVisible()
  })

  await test.step('[P21] cold start with no server: everything is in the outbox', async () => {
    await kill(phone!)
    phone = await openPhone(profile, options, Date.now())
    tester = phone.pages()[0]!
    await tester.goto(`${server.url}/app/envois`)
    await expect(tester.getByText('Lavoir', { exact: true })).toBeVisible()
    await shot(tester, 'field-outbox-offline')
  })
})

test('one real walk: received, decided, published', async () => {
  await test.step('[P06][P18] the server is back: the outbox empties itself against receipts', async () => {
    await server.start()
    await tester.getByRole('button', { name: 'Envoyer maintenant' }).first().click()
    await expect(tester.getByText(/^Reçu le .* L’office va le regarder\.$/)).toHaveCount(5)
    await shot(tester, 'field-outbox-received')
  })

  await test.step('[P11] staff see the evidence, accept it, and refuse one thing with a reason', async () => {
    await desk.reload()
    await expect(desk.getByRole('button', { name: /^Trace de/ })).toBeVisible()
    await shot(desk, 'desk-trail')
    await decide(desk, 'Obstacle, danger', async () => {
      await desk.getByRole('button', { name: /^Refuser/ }).click()
      await desk.getByRole('button', { name: /^On ne peut pas vérifier/ }).click()
      await shot(desk, 'desk-refuse')
      await desk.getByRole('button', { name: 'Refuser pour cette raison' }).click()
    })
    for (const title of ['Trace de', 'Test', 'Lavoir', 'Tout va bien ici']) {
      await decide(desk, title, () => desk.keyboard.press('a'))
    }
    await expect(desk.getByText('Tout est décidé ici')).toBeVisible()
  })

  await test.step('the gate is green; staff publish, and the page is there for anybody', async () => {
    await desk.getByRole('tab', { name: 'Publier' }).click()
    await shot(desk, 'desk-gate')
    await desk.getByRole('button', { name: 'Publier', exact: true }).click()
    await expect(desk.getByText('Publié : version 1.')).toBeVisible()
    await shot(desk, 'desk-published')
  })
})

test('one real walk: read by anybody, and its walker is thanked', async () => {
  const info = test.info()
  await test.step('[P26][P28] the open catalogue, read with the tools of others', async () => {
    const folder = info.outputPath('catalogue')
    await mkdir(folder, { recursive: true })
    for (const name of [
      'trails.geojson',
      'heritage.geojson',
      'reports.geojson',
      `trails/${SLUG}.gpx`,
    ]) {
      const answer = await fetch(`${server.url}/catalogue/${name}`)
      expect(answer.status).toBe(200)
      await writeFile(join(folder, basename(name)), await answer.text())
    }
    const trails = await readFile(join(folder, 'trails.geojson'), 'utf8')
    checkGeoJson(trails)
    const { features } = JSON.parse(trails) as { features: { properties: { name: string } }[] }
    const ours = JSON.stringify(features.find(({ properties }) => properties.name === TRAIL))
    expect(/Maïté|\d{4}-\d\d-\d\dT/.test(ours)).toBe(false)
    const layers = layersSeenByGdal(join(folder, 'trails.geojson'))
    if (layers) {
      expect(layers[0]!.geometry).toMatch(/Line String$/)
      expect(layers[0]!.features).toBeGreaterThan(1)
      const gpx = layersSeenByGdal(join(folder, `${SLUG}.gpx`))!
      const counts = new Map(gpx.map((layer) => [layer.name, layer.features]))
      expect(counts.get('tracks')).toBe(1)
      expect(counts.get('waypoints')).toBe(1)
    } else info.annotations.push({ type: 'skipped', description: 'no GDAL on this machine' })
  })

  await test.step('the public page and the walker’s thanks', async () => {
    const visitor = await deskContext.newPage()
    await visitor.goto(`${server.url}/`)
    await shot(visitor, 'public-home')
    await visitor.goto(`${server.url}/sentiers/${SLUG}`)
    await expect(visitor.getByRole('heading', { name: TRAIL, level: 1 })).toBeVisible()
    await shot(visitor, 'public-trail')
    await tester.reload()
    await expect(tester.getByText('Accepté. Merci !').first()).toBeVisible()
    await expect(tester.getByText(/^Non retenu\s: On ne peut pas vérifier/)).toBeVisible()
    await shot(tester, 'field-outbox-answered')
  })
})

async function openPhone(
  profile: string,
  options: Parameters<typeof chromium.launchPersistentContext>[1],
  startMs: number,
): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, options)
  context.setDefaultTimeout(WAIT_MS)
  await installReplay(context, startMs)
  return context
}

/** SIGKILL to the browser itself, as a flat battery would. */
async function kill(context: BrowserContext): Promise<void> {
  const session = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const browser = processInfo.find(({ type }) => type === 'browser')
  const closed = new Promise((resolve) => context.once('close', resolve))
  process.kill(browser!.id, 'SIGKILL')
  await closed
}

/** Opens the observation with this title, answers it, and sees it among what is decided. */
async function decide(desk: Page, title: string, answer: () => Promise<void>): Promise<void> {
  const decided = desk.locator('details', { hasText: 'Déjà décidé' })
  const name = new RegExp(`${title}`)
  await desk.getByRole('button', { name }).first().click()
  await answer()
  await expect(decided.locator('button', { hasText: name })).toHaveCount(1)
}

async function link(server: RunningServer, role: string): Promise<string> {
  const { stdout } = await jalon(['invite', '--role', role, '--json'], {
    JALON_DATA: server.dataDir,
  })
  const { pathname, hash } = new URL((JSON.parse(stdout) as { url: string }).url)
  return new URL(pathname + hash, server.url).href
}

async function photo(colour: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const image = sharp({ create: { width: 2400, height: 1800, channels: 3, background: colour } })
  const buffer = await image
    .withExif({ IFD0: { Make: 'Téléphone' } })
    .jpeg()
    .toBuffer()
  return { name: 'photo.jpg', mimeType: 'image/jpeg', buffer }
}
