import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import sharp from 'sharp'
import { accessibilityFaults } from '../../support/field-hands.ts'
import { openFieldPhone, type FieldPhone } from '../../support/field-phone.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs, readStore, type PhoneBrowser } from '../../support/phone-browser.ts'
import { jalon, type RunningServer } from '../../support/running-server.ts'

let field: FieldPhone
let server: RunningServer
let phone: PhoneBrowser
let page: Page

test.beforeEach(async () => {
  field = await openFieldPhone(null)
  ;({ server } = field)
  look()
})
test.afterEach(() => field.dispose())
function look(): void {
  phone = field.phone()
  page = phone.page
}
async function join(): Promise<void> {
  await joinAs(page, await invitation(server.dataDir, server.url), 'Maïté')
  await page.evaluate(() => navigator.serviceWorker.ready)
}
async function reopen(): Promise<void> {
  await field.reopen(null)
  look()
}
const maps = () => page.goto(`${server.url}/app/cartes`)
const partsKept = async () => (await readStore(page, 'pack-parts')).length
/** The accessible words of the map: which places it shows, from the pack that is kept. */
const seen = () => page.getByText(/^Fond\s: la carte gardée sur ce téléphone. On y voit /)

/** A browser that tells the truth about room, as some do. */
const sayRoom = (bytes: number) =>
  page.evaluate((free) => {
    navigator.storage.estimate = () => Promise.resolve({ quota: 1e9 + free, usage: 1e9 })
  }, bytes)

const axe = async () => expect(await accessibilityFaults(page)).toEqual([])

test('[P21] the map is taken along: killed on the way, gone on with, shown from a cold start without a server, deleted', async () => {
  await join()
  await maps()
  const take = page.getByRole('button', { name: /Prendre la carte \(\d+ ko\)/ })
  await take.waitFor()
  await axe()
  // A line that dies: the first part comes, the second never does.
  let asked = 0
  await page.route('**/packs/*.pmtiles', async (route) => {
    asked += 1
    if (asked === 1) await route.continue()
  })
  await take.click()
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]/)
  await expect.poll(partsKept).toBe(1)
  await axe()
  await phone.kill()

  await reopen()
  const fetched: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/packs/')) fetched.push(request.headers()['range']!)
  })
  await maps()
  await expect(page.getByText('Toute la carte est sur ce téléphone')).toBeVisible()
  expect(fetched).toHaveLength(2)
  expect(fetched[0]).toBe('bytes=262144-524287')
  await expect(seen()).toBeAttached()

  await server.kill()
  await phone.close()
  await reopen()
  await page.goto(`${server.url}/app/sentiers`)
  await expect(page.locator('a.card').first()).toContainText(/hors ligne, \d/)
  await page.getByRole('tab', { name: 'Carte' }).click()
  await expect(seen()).toBeAttached()
  await expect(page.getByText('Démonstration : sentiers')).toBeVisible()
  await maps()
  await expect(seen()).toBeAttached()
  await axe()

  await page.getByRole('button', { name: 'Supprimer' }).click()
  await page.getByRole('button', { name: 'Supprimer la carte' }).click()
  await expect(page.getByText('Fond : la carte gardée')).toHaveCount(0)
  expect(await partsKept()).toBe(0)
  await page.goto(`${server.url}/app/sentiers`)
  await expect(page.locator('a.card').first()).toBeVisible()
  await expect(page.getByText('hors ligne,')).toHaveCount(0)
})

test('[P13] a phone without the room for the map is told, and keeps everything else', async () => {
  await join()
  await maps()
  const take = page.getByRole('button', { name: /Prendre la carte/ })
  await take.waitFor()
  const trails = (await readStore(page, 'catalogue')).length
  await sayRoom(30_000_000)
  await take.click()
  await expect(page.getByText('Il n’y a pas assez de place pour la carte')).toBeVisible()
  await axe()
  expect(await partsKept()).toBe(0)
  expect((await readStore(page, 'catalogue')).length).toBe(trails)
  await sayRoom(3_000_000_000)
  await take.click()
  await expect(page.getByText('Toute la carte est sur ce téléphone')).toBeVisible()
})

test('[P21] a strip of a map service along a trail: size and terms first, two requests at a time, shown without it', async () => {
  await allowToKeep()
  await join()
  const service = await fakeService(page)
  await page.locator('a.card').first().click()
  const strip = page.locator('section.strip')
  await expect(strip).toContainText('Plan d’essai le long de ce sentier')
  await expect(strip).toContainText(/\d+ images de carte, environ \d/)
  await expect(strip).toContainText('© Essai · Licence d’essai')
  expect(service.asked).toBe(0)
  const trailPage = page.url()
  await strip.getByRole('button', { name: /Prendre cette bande/ }).click()
  await expect(strip).toContainText(/\d+ images, /)
  expect(service.most).toBeLessThanOrEqual(2)
  expect(service.asked).toBe((await readStore(page, 'tiles')).length)
  await axe()

  await server.kill()
  await phone.close()
  await reopen()
  await page.route(`${SERVICE}/**`, (route) => route.abort())
  await page.goto(`${server.url}/app/sentiers`)
  await page.getByRole('tab', { name: 'Carte' }).click()
  await page
    .getByLabel('Fond de carte')
    .selectOption({ label: 'Plan d’essai (gardé le long de vos sentiers)' })
  await expect.poll(() => blueShare(page)).toBeGreaterThan(0.02)

  await page.goto(trailPage)
  await page.locator('section.strip').getByRole('button', { name: 'Supprimer' }).click()
  await expect.poll(async () => (await readStore(page, 'tiles')).length).toBe(0)
})

const SERVICE = 'https://tuiles.exemple.org'
const BLUE = { r: 20, g: 60, b: 240 }

/** The office names a service whose tiles may be kept: only then is the strip offered, only then may it be asked. */
async function allowToKeep(): Promise<void> {
  const demo = resolve(import.meta.dirname, '../../../data/demo/territory.json')
  const territory = JSON.parse(await readFile(demo, 'utf8')) as { map: { services: object[] } }
  territory.map.services = [
    {
      ...{ id: 'plan', name: { fr: 'Plan d’essai' }, tiles: `${SERVICE}/{z}/{x}/{y}.png` },
      ...{ attribution: '© Essai', maxZoom: 16 },
      keep: { maxZoom: 14, tileBytes: 700, licence: 'Licence d’essai' },
    },
  ]
  const file = resolve(server.dataDir, 'territory.json')
  await writeFile(file, JSON.stringify(territory))
  await server.kill()
  const imported = await jalon(['territory', 'import', file], { JALON_DATA: server.dataDir })
  expect(imported.stderr).toBe('')
  await server.start()
}

async function fakeService(on: Page) {
  const body = await sharp({ create: { width: 256, height: 256, channels: 3, background: BLUE } })
    .png()
    .toBuffer()
  const service = { asked: 0, most: 0 }
  let now = 0
  await on.route(`${SERVICE}/**`, async (route) => {
    service.asked += 1
    now += 1
    service.most = Math.max(service.most, now)
    await route.fulfill({
      body,
      contentType: 'image/png',
      headers: { 'Access-Control-Allow-Origin': '*' },
    })
    now -= 1
  })
  return service
}

/** How much of the screen has the colour of the service's tiles. */
async function blueShare(of: Page): Promise<number> {
  const { data, info } = await sharp(await of.screenshot())
    .raw()
    .toBuffer({ resolveWithObject: true })
  let blue = 0
  for (let i = 0; i < data.length; i += info.channels) {
    if (data[i + 2]! > 200 && data[i]! < 60 && data[i + 1]! < 100) blue += 1
  }
  return blue / (info.width * info.height)
}
