import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, devices, type Browser, type BrowserContext, type Page } from '@playwright/test'
import sharp from 'sharp'
import { APP, PAGES } from '../../src/contract/endpoints.ts'
import { installReplay, replay } from '../support/geolocation-replay.ts'
import { invitation } from '../support/kill-run.ts'
import type { RunningServer } from '../support/running-server.ts'
import { openWorld, WORLDS, type World } from './worlds.ts'

/**
 * `npm run screens [-- name …]`: every screen with good, empty and terrible data, on a phone and at a
 * desk, in light and in dark, as one sheet a screen in `docs/screens/sheets`. To be looked at, not compared.
 */
const SHEETS = join(import.meta.dirname, '../../docs/screens/sheets')
const START_MS = Date.UTC(2026, 4, 12, 8)
const LOOKS = [
  { device: 'phone', scheme: 'light' },
  { device: 'phone', scheme: 'dark' },
  { device: 'desktop', scheme: 'light' },
  { device: 'desktop', scheme: 'dark' },
] as const
type Look = (typeof LOOKS)[number]
const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
}
/** Cells of a sheet. */
const CELL_HEIGHT = 560
const GAP = 12

type Show = (page: Page, url: string) => Promise<void>
const at =
  (path: string, then?: (page: Page) => Promise<void>): Show =>
  async (page, url) => {
    await page.goto(url + path)
    await then?.(page)
  }
const firstTrail = async (page: Page) => {
  const card = page.locator('a.card').first()
  await card.click({ timeout: 3_000 }).catch(() => undefined)
}
const startFree = async (page: Page) => {
  const start = page.getByRole('button', { name: 'Démarrer une marche libre' })
  if (await start.isVisible().catch(() => false)) await start.click()
  await page.locator('.bar .word').waitFor()
  await replay(
    page,
    Array.from({ length: 40 }, (_, i) => ({
      lon: -0.57 + i * 5e-5,
      lat: 43.76 + Math.sin(i / 6) * 1e-4,
      accuracyM: 5,
      atMs: START_MS + 60_000 + i * 5_000,
    })),
  )
}
const tag = (name: string) => async (page: Page) => {
  await startFree(page)
  await page.getByRole('button', { name, exact: true }).click()
}
const deskTrail =
  (tab = '') =>
  async (page: Page, url: string) => {
    await page.goto(url + APP.desk)
    const link = page.locator('main a[href*="/bureau/sentiers/"]').first()
    if (!(await link.isVisible({ timeout: 3_000 }).catch(() => false))) return
    await page.goto(`${url}${(await link.getAttribute('href'))!}${tab}`)
  }

/** Screens of testers, of staff, and of anybody. */
const SCREENS: Readonly<Record<string, { who: 'tester' | 'staff' | 'anybody'; show: Show }>> = {
  'field-join': { who: 'anybody', show: at(APP.join) },
  'field-trails': { who: 'tester', show: at(APP.trails) },
  'field-trail': { who: 'tester', show: at(APP.trails, firstTrail) },
  'field-start': { who: 'tester', show: at(APP.recording) },
  'field-recording': { who: 'tester', show: at(APP.recording, startFree) },
  'field-heritage': { who: 'tester', show: at(APP.recording, tag('Patrimoine')) },
  'field-report': { who: 'tester', show: at(APP.recording, tag('Problème')) },
  'field-outbox': { who: 'tester', show: at(APP.outbox) },
  'field-packs': { who: 'tester', show: at(APP.packs) },
  'field-import': { who: 'tester', show: at(APP.importWalk) },
  'field-settings': { who: 'tester', show: at('/app/reglages') },
  'field-not-found': { who: 'tester', show: at('/app/nulle-part') },
  'desk-decide': { who: 'staff', show: at(APP.desk) },
  'desk-trail': { who: 'staff', show: deskTrail() },
  'desk-publish': { who: 'staff', show: deskTrail('?onglet=publish') },
  'desk-catalogue': { who: 'staff', show: deskTrail('?onglet=catalogue') },
  'desk-line': { who: 'staff', show: deskTrail('?onglet=line') },
  'desk-new-trail': { who: 'staff', show: at(`${APP.desk}/nouveau`) },
  'desk-people': { who: 'staff', show: at(`${APP.desk}/personnes`) },
  'desk-quarantine': { who: 'staff', show: at(`${APP.desk}/illisibles`) },
  'public-home': { who: 'anybody', show: at(PAGES.home) },
  'public-trail': {
    who: 'anybody',
    show: at(PAGES.home, async (page) => {
      const link = page.locator('a[href^="/sentiers/"]').first()
      if (await link.isVisible()) await link.click()
    }),
  },
}

const wanted = process.argv.slice(2)
const names = wanted.length > 0 ? wanted : Object.keys(SCREENS)
const cells = new Map<string, Buffer>()
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
})
for (const world of WORLDS) {
  const server = await openWorld(world)
  for (const look of LOOKS) await shootAll(browser, server, world, look)
  await server.dispose()
}
await browser.close()
await mkdir(SHEETS, { recursive: true })
for (const name of names) await makeSheet(name)

async function shootAll(browser: Browser, server: RunningServer, world: World, look: Look) {
  for (const who of ['anybody', 'tester', 'staff'] as const) {
    const mine = names.filter((name) => SCREENS[name]?.who === who)
    if (mine.length === 0) continue
    const context = await newContext(browser, look)
    if (who !== 'anybody')
      await joinWith(context, await invitation(server.dataDir, server.url, who))
    for (const name of mine) {
      const page = await context.newPage()
      await SCREENS[name]!.show(page, server.url).catch((error: unknown) => {
        console.error(`${name} ${world} ${look.device}: ${String(error).split('\n')[0]}`)
      })
      await page.waitForTimeout(1_200)
      cells.set(key(name, world, look), await page.screenshot())
      await page.close()
    }
    await context.close()
  }
}

async function newContext(browser: Browser, { device, scheme }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...(device === 'phone' ? devices['Pixel 7'] : {}),
    viewport: SIZES[device],
    deviceScaleFactor: 1,
    colorScheme: scheme,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    permissions: ['geolocation'],
  })
  context.setDefaultTimeout(10_000)
  await installReplay(context, START_MS)
  return context
}

async function joinWith(context: BrowserContext, link: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(link)
  await page.getByLabel('Votre pseudonyme').fill('Maïté')
  await page.getByLabel('J’ai 15 ans ou plus.').check()
  await page.getByRole('button', { name: 'Commencer' }).click()
  await page.waitForURL(/sentiers|bureau/)
  await page.waitForTimeout(1_500)
  await page.close()
}

/** Rows are worlds, columns are looks. */
async function makeSheet(name: string): Promise<void> {
  const widthOf = ({ device }: Look) =>
    Math.round((SIZES[device].width * CELL_HEIGHT) / SIZES[device].height)
  const lefts = LOOKS.map((_, i) =>
    LOOKS.slice(0, i).reduce((sum, look) => sum + widthOf(look) + GAP, GAP),
  )
  const images = await Promise.all(
    WORLDS.flatMap((world, row) =>
      LOOKS.map(async (look, column) => ({
        input: await sharp(cells.get(key(name, world, look)))
          .resize(widthOf(look), CELL_HEIGHT)
          .toBuffer(),
        left: lefts[column]!,
        top: GAP + row * (CELL_HEIGHT + GAP),
      })),
    ),
  )
  const width = lefts.at(-1)! + widthOf(LOOKS.at(-1)!) + GAP
  const height = GAP + WORLDS.length * (CELL_HEIGHT + GAP)
  await sharp({ create: { width, height, channels: 3, background: '#888888' } })
    .composite(images)
    .webp({ quality: 72 })
    .toFile(join(SHEETS, `${name}.webp`))
}

function key(name: string, world: World, { device, scheme }: Look): string {
  return `${name} ${world} ${device} ${scheme}`
}
