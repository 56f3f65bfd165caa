import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, devices, type BrowserContext, type Page } from '@playwright/test'
import sharp from 'sharp'
import { installReplay } from '../support/geolocation-replay.ts'
import { invitation } from '../support/kill-run.ts'
import { STORIES, type Story } from './stories.ts'
import { openWorld, WORLDS, type World } from './worlds.ts'

/**
 * `npm run screens [-- story …]`: every screen with good, empty and terrible data, on a phone and at a
 * desk, in light and in dark, as one sheet a screen in `docs/screens/sheets`. To be looked at, not
 * compared. `JALON_LOOK=folder` keeps each picture whole; `JALON_WORLDS=empty` shows one world alone.
 */
const SHEETS = join(import.meta.dirname, '../../docs/screens/sheets')
const LOOK = process.env['JALON_LOOK']
const DEVICES = ['phone', 'desktop'] as const
type Device = (typeof DEVICES)[number]
const SCHEMES = ['light', 'dark'] as const
const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
}
/** A phone is shown two screens far. */
const PHONE_HEIGHT = 2 * SIZES.phone.height
const MOST_HEIGHT = 4 * SIZES.phone.height
/** Widths in a sheet. */
const CELLS = { phone: 260, desktop: 640 }
const GAP = 10

const asked = process.argv.slice(2)
const stories = asked.length > 0 ? asked : Object.keys(STORIES)
const worlds = WORLDS.filter((world) => (process.env['JALON_WORLDS'] ?? world).includes(world))
/** What was drawn, by screen and then by world, device and scheme. */
const screens = new Map<string, Map<string, Buffer>>()
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    // A microphone that hears a tone.
    '--use-fake-device-for-media-stream',
  ],
})
for (const world of worlds) {
  const server = await openWorld(world)
  for (const device of DEVICES)
    for (const name of stories) {
      const { who } = STORIES[name]!
      const startMs = Date.now()
      const context = await newContext(device, server.url, startMs)
      const invite = (as: 'tester' | 'staff') => invitation(server.dataDir, server.url, as)
      const link = who === 'anybody' ? null : await invite(who)
      await tell(STORIES[name]!, { context, url: server.url, world, device, startMs, link, invite })
      await context.close()
    }
  await server.dispose()
}
await browser.close()
if (worlds.length === WORLDS.length) {
  await mkdir(SHEETS, { recursive: true })
  for (const [name, cells] of screens) await makeSheet(name, cells)
}

interface Setting {
  readonly context: BrowserContext
  readonly url: string
  readonly world: World
  readonly device: Device
  readonly startMs: number
  /** The invitation of somebody who has to join first. */
  readonly link: string | null
  readonly invite: (who: 'tester' | 'staff') => Promise<string>
}

async function tell(story: Story, setting: Setting) {
  const { context, url, world, device, startMs, link, invite } = setting
  const page = await context.newPage()
  if (link) await joinWith(page, link)
  const see = async (name: string, act: () => Promise<unknown>) => {
    await act().catch((error: unknown) => {
      console.error(`${name} ${world} ${device}: ${String(error).split('\n')[0]}`)
    })
    await page
      .getByText('La carte arrive…')
      .waitFor({ state: 'detached' })
      .catch(() => undefined)
    await page.waitForTimeout(700)
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme })
      // A map is drawn anew in the other colours, by the processor.
      const isMap = (await page.locator('canvas.maplibregl-canvas').count()) > 0
      await page.waitForTimeout(isMap ? 2_500 : 300)
      const key = `${world} ${device} ${scheme}`
      const whole = await wholePage(page, device)
      if (LOOK) await sharp(whole).toFile(join(LOOK, `${name} ${key}.png`.replaceAll(' ', '_')))
      screens.set(name, (screens.get(name) ?? new Map<string, Buffer>()).set(key, whole))
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }
  await story.tell({ page, url, world, startMs, link: invite, see })
}

/** A phone as long as what it shows, so that what stays at its bottom is drawn at the bottom. */
async function wholePage(page: Page, device: Device): Promise<Buffer> {
  if (device === 'desktop') return page.screenshot()
  const { width, height } = SIZES.phone
  const needed = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.min(Math.max(needed, height), MOST_HEIGHT) })
  await page.waitForTimeout(300)
  const whole = await page.screenshot()
  await page.setViewportSize(SIZES.phone)
  return whole
}

async function newContext(device: Device, origin: string, startMs: number) {
  const context = await browser.newContext({
    ...(device === 'phone' ? devices['Pixel 7'] : {}),
    viewport: SIZES[device],
    deviceScaleFactor: 1,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
  })
  await context.grantPermissions(['geolocation', 'screen-wake-lock', 'microphone'], { origin })
  context.setDefaultTimeout(10_000)
  await installReplay(context, startMs)
  return context
}

async function joinWith(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Votre pseudonyme').fill('Maïté')
  await page.getByLabel('J’ai 15 ans ou plus.').check()
  await page.getByRole('button', { name: 'Commencer' }).click()
  await page.waitForURL(/sentiers|bureau/)
  await page.waitForTimeout(1_500)
}

/** Rows are worlds; columns are the phone and the desk, each in light and in dark. */
async function makeSheet(name: string, cells: ReadonlyMap<string, Buffer>): Promise<void> {
  const images: { input: Buffer; left: number; top: number }[] = []
  let top = GAP
  let right = 0
  for (const world of WORLDS) {
    let left = GAP
    let bottom = top
    for (const device of DEVICES)
      for (const scheme of SCHEMES) {
        const shown = cells.get(`${world} ${device} ${scheme}`)
        if (shown) {
          const { height = 0 } = await sharp(shown).metadata()
          const cut = { left: 0, top: 0, width: SIZES[device].width }
          const input = await sharp(shown)
            .extract({ ...cut, height: Math.min(height, PHONE_HEIGHT) })
            .resize({ width: CELLS[device] })
            .toBuffer()
          images.push({ input, left, top })
          bottom = Math.max(bottom, top + ((await sharp(input).metadata()).height ?? 0))
        }
        left += CELLS[device] + GAP
      }
    right = Math.max(right, left)
    top = bottom + GAP
  }
  await sharp({ create: { width: right, height: top, channels: 3, background: '#888888' } })
    .composite(images)
    .webp({ quality: 54 })
    .toFile(join(SHEETS, `${name}.webp`))
}
