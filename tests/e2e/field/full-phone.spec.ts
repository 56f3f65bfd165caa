import { expect, test, type Page } from '@playwright/test'
import { startFreeWalk } from '../../support/field-hands.ts'
import { openFieldPhone, type FieldPhone } from '../../support/field-phone.ts'
import { replay, type ReplayFix } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs, readStore } from '../../support/phone-browser.ts'
import type { RunningServer } from '../../support/running-server.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)
let field: FieldPhone
let server: RunningServer
let page: Page
let told: number

test.beforeEach(async () => {
  field = await openFieldPhone(START_MS)
  told = 0
  ;({ server } = field)
  ;({ page } = field.phone())
  await joinAs(page, await invitation(server.dataDir, server.url), 'Maïté')
  // The app keeps itself for offline use: what that takes is no part of the room that is left later.
  await page.evaluate(() => navigator.serviceWorker.ready)
})
test.afterEach(() => field.dispose())

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

/** Leaves so many bytes of room, as a phone full of videos would. What the browser says of it is a fixed figure. */
async function leaveRoom(bytes: number): Promise<void> {
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)
  const session = await field.phone().context.newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: server.url,
    quotaSize: Math.max(1, usage + bytes),
  })
}
/** A browser that tells the truth about room, as some do. */
const sayRoom = (bytes: number) =>
  page.evaluate((free) => {
    navigator.storage.estimate = () => Promise.resolve({ quota: 1e9 + free, usage: 1e9 })
  }, bytes)
const reserve = async () =>
  (await readStore<{ sha256: string }>(page, 'blobs')).map(({ sha256 }) => sha256).sort()
/** Half a minute of walking, after which room is looked at again. */
const walkOn = () => replay(page, fixes(40))
const startWalk = () => startFreeWalk(page, server.url, fixes(20))
async function noteWithoutPhoto(): Promise<void> {
  await page.getByRole('button', { name: 'Patrimoine' }).click()
  await expect(page.getByText('Plus assez de place pour une photo')).toBeVisible()
  await expect(page.getByText('Prendre une photo')).toBeHidden()
  await page.getByRole('button', { name: 'Lavoir' }).first().click()
  await expect(page.locator('.noted')).toContainText('Noté : ')
}

test('[P13] a phone that says how full it is warns before; photos are the first to go', async () => {
  await startWalk()
  await sayRoom(150_000_000)
  await walkOn()
  await expect(page.getByText(/Il reste 150\sMo sur ce téléphone/)).toBeVisible()
  await sayRoom(20_000_000)
  await walkOn()
  await expect(page.getByText('plus de photo, la trace passe d’abord')).toBeVisible()
  await noteWithoutPhoto()
  await sayRoom(900_000_000)
  await walkOn()
  await expect(page.getByText('la trace passe d’abord')).toBeHidden()
})

test('[P13] a full phone writes on into its reserve, and photos are refused', async () => {
  await startWalk()
  await expect.poll(reserve).toEqual(['reserve-0', 'reserve-1', 'reserve-2'])
  // Not a byte left: the fix that cannot be written gets the room that was kept for it. Chromium believes for half a
  // minute what it last knew of the room.
  await leaveRoom(0)
  await expect(async () => {
    await replay(page, fixes(10))
    await expect(page.getByText('La trace s’écrit dans sa réserve')).toBeVisible({ timeout: 500 })
  }).toPass()
  await replay(page, fixes(200), 1)
  const heard = told
  await expect(page.getByText(`${heard} points gardés`)).toBeVisible()
  expect(await readStore(page, 'fixes')).toHaveLength(heard)
  expect((await reserve()).length).toBeLessThan(3)
  await expect(page.locator('.bar .word')).toHaveText('Enregistre')
  await noteWithoutPhoto()
})

test('[P13] a phone too full at the start says so at once, and records all the same', async () => {
  await page.goto(`${server.url}/app/enregistrer`)
  await leaveRoom(8_000_000)
  // Chromium believes for half a minute what it last knew of the room; no event says that it looks again.
  await page.waitForTimeout(45_000)
  await startWalk()
  await expect(page.getByText('plus de photo, la trace passe d’abord')).toBeVisible()
  await walkOn()
  await expect(page.getByText('60 points gardés')).toBeVisible()
})

test('[P13] a note that cannot be written says so, and the next touch tries anew', async () => {
  await startWalk()
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...asked) {
      if (this.name === 'drafts') throw new DOMException('no room', 'QuotaExceededError')
      return put.apply(this, asked)
    }
    addEventListener('room', () => (IDBObjectStore.prototype.put = put))
  })
  const said = page.getByText('Ce téléphone n’a rien pu écrire')
  for (const name of ['Tout va bien ici', 'Patrimoine']) {
    await page.getByRole('button', { name }).click()
    await expect(said).toBeVisible()
  }
  await page.evaluate(() => dispatchEvent(new Event('room')))
  await page.getByRole('button', { name: 'Patrimoine' }).click()
  await expect(page.getByRole('heading', { name: 'Patrimoine' })).toBeVisible()
})
