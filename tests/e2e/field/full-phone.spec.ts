import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { replay, type ReplayFix } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import {
  joinAs,
  openPhoneBrowser,
  readStore,
  type PhoneBrowser,
} from '../../support/phone-browser.ts'
import { startServer, type RunningServer } from '../../support/running-server.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)
let server: RunningServer
let profile: string
let phone: PhoneBrowser
let page: Page
let told: number

test.beforeEach(async () => {
  server = await startServer()
  profile = await mkdtemp(join(tmpdir(), 'jalon-full-'))
  told = 0
  phone = await openPhoneBrowser(profile, server.url, START_MS)
  page = phone.page
  await page.setViewportSize({ width: 390, height: 844 })
  await joinAs(page, await invitation(server.dataDir, server.url), 'Maïté')
})
test.afterEach(async () => {
  await phone.kill()
  await server.dispose()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

const fixes = (count: number, everyS = 1): ReplayFix[] =>
  Array.from({ length: count }, () => {
    told += everyS
    return {
      lon: -0.57,
      lat: 43.76 + told * 1e-5,
      accuracyM: 5,
      atMs: START_MS + 60_000 + told * 1_000,
    }
  })

/** Leaves so many bytes of room, as a phone full of videos would. */
async function leaveRoom(bytes: number): Promise<void> {
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)
  const session = await phone.context.newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: server.url,
    quotaSize: Math.max(1, usage + bytes),
  })
}
/** Half a minute of walking, after which room is looked at again. */
const walkOn = () => replay(page, fixes(40))

test('[P13] a full phone warns before: photos go first, fixes are written into their reserve', async () => {
  await page.goto(`${server.url}/app/enregistrer`)
  await page.getByRole('button', { name: 'Démarrer une marche libre' }).click()
  await replay(page, fixes(20))
  await expect(page.getByText('20 points gardés')).toBeVisible()
  await expect
    .poll(async () => (await readStore<{ sha256: string }>(page, 'blobs')).map((one) => one.sha256))
    .toEqual(['reserve'])

  await leaveRoom(150_000_000)
  await walkOn()
  await expect(page.getByText(/Il reste 1\d\d\sMo sur ce téléphone/)).toBeVisible()

  await leaveRoom(20_000_000)
  await walkOn()
  await expect(page.getByText('plus de photo, la trace passe d’abord')).toBeVisible()
  await page.getByRole('button', { name: 'Patrimoine' }).click()
  await expect(page.getByText('Plus assez de place pour une photo')).toBeVisible()
  await expect(page.getByText('Prendre une photo')).toBeHidden()
  await page.getByRole('button', { name: 'Lavoir' }).first().click()
  await expect(page.getByText(/^Noté : /)).toBeVisible()

  // Not a byte left: the fix that cannot be written gets the room that was kept for it.
  await leaveRoom(0)
  await walkOn()
  await expect(page.getByText('La trace s’écrit dans sa réserve')).toBeVisible()
  await expect(page.getByText('140 points gardés')).toBeVisible()
  expect(await readStore(page, 'fixes')).toHaveLength(140)
  expect(await readStore(page, 'blobs')).toEqual([])
  await expect(page.locator('.bar .word')).toHaveText('Enregistre')
})
