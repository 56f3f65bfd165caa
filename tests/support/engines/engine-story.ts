import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import type { ReplayFix } from '../geolocation-replay.ts'
import { invitation } from '../kill-run.ts'
import { startServer, type RunningServer } from '../running-server.ts'
import { appears, complaintsOf, field, press, type Engine, type EngineBrowser } from './engine.ts'

export const START_MS = Date.now() - 3_600_000

/** Before each story: a server and a phone of its own; after it: no complaint was heard in any page. */
export function engineStory(engine: Engine) {
  test.skip(engine.missing !== null, `${engine.name} is not on this machine: ${engine.missing}`)
  let folder: string
  let server: RunningServer
  let browser: EngineBrowser
  const open = async (startMs: number, profile = 'profile') => {
    browser = await engine.open(join(folder, profile), startMs, join(folder, 'downloads'))
  }
  test.beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-engine-'))
    server = await startServer()
    await open(START_MS)
  })
  test.afterEach(async () => {
    const info = test.info()
    try {
      if (info.status === info.expectedStatus) expect(await complaintsOf(browser.tab)).toEqual([])
    } finally {
      await browser.kill()
      await server.dispose()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  })
  return {
    /** Opens the browser again on what it had, or as another person's, at an instant of its clock. */
    open,
    folder: () => folder,
    server: () => server,
    browser: () => browser,
    tab: () => browser.tab,
    /** Comes by an invitation, and waits until the app would open with no server. */
    async join(role: 'tester' | 'staff' = 'tester') {
      const { tab } = browser
      await tab.goto(await invitation(server.dataDir, server.url, role))
      await appears(tab, field('Votre pseudonyme'))
      await tab.type(field('Votre pseudonyme'), 'Maïté')
      await tab.click(field('J’ai 15 ans ou plus.'))
      await press(tab, 'Commencer')
      await appears(
        tab,
        role === 'staff' ? '//h1[contains(., "À décider")]' : '//a[contains(@class, "card")]',
      )
      await tab.run(async () => void (await navigator.serviceWorker.ready))
    },
  }
}

/** Fixes of a walk northwards, one a second, from the `first` second on. */
export const walkFixes = (first: number, count: number): ReplayFix[] =>
  Array.from({ length: count }, (_, index) => ({
    lon: -0.57,
    lat: 43.76 + (first + index) * 1e-5,
    accuracyM: 5,
    atMs: START_MS + 60_000 + (first + index) * 1_000,
  }))

/** A photo as a phone makes it, with its EXIF. */
export async function photoFile(folder: string): Promise<string> {
  const path = join(folder, 'photo.jpg')
  const image = sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#7a5b3c' } })
  await writeFile(
    path,
    await image
      .withExif({ IFD0: { Make: 'Telephone' } })
      .jpeg()
      .toBuffer(),
  )
  return path
}
