import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import sharp from 'sharp'
import {
  accessibilityFaults,
  finishWalk,
  startFreeWalk as startWalk,
} from '../../support/field-hands.ts'
import { openFieldPhone, type FieldPhone } from '../../support/field-phone.ts'
import { replay, type ReplayFix } from '../../support/geolocation-replay.ts'
import { invitation, runKills } from '../../support/kill-run.ts'
import { joinAs, readStore, type PhoneBrowser } from '../../support/phone-browser.ts'
import type { RunningServer } from '../../support/running-server.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)
let field: FieldPhone
let server: RunningServer
let phone: PhoneBrowser
let page: Page
let told: number

test.beforeEach(async () => {
  field = await openFieldPhone(START_MS)
  told = 0
  ;({ server } = field)
  look()
})
test.afterEach(() => field.dispose())
function look(): void {
  phone = field.phone()
  page = phone.page
}

const joinTerritory = async () =>
  joinAs(page, await invitation(server.dataDir, server.url), 'Maïté')
const fixes = (count: number): ReplayFix[] =>
  Array.from({ length: count }, () => {
    told += 1
    return {
      lon: -0.57,
      lat: 43.76 + told * 1e-5,
      accuracyM: 5,
      atMs: START_MS + 60_000 + told * 1_000,
    }
  })
const startFreeWalk = () => startWalk(page, server.url, fixes(20))
async function reopen(atMs: number): Promise<void> {
  await field.reopen(atMs)
  look()
}

test('[P01] [P02] kills at random instants lose no acknowledged fix, and the walk goes on', async () => {
  const run = await runKills(4, 20_260_512)
  expect(run.acknowledged).toBeGreaterThan(20)
  expect(run).toMatchObject({ lost: 0, resumed: 4, typedGaps: 4 })
})

test('[P21] a day without a server: cold start, deep links, a walk, the queue waits', async () => {
  await joinTerritory()
  await page.evaluate(() => navigator.serviceWorker.ready)
  const card = page.locator('a.card').first()
  const deepLink = await card.getAttribute('href')
  const name = await card.locator('.name').textContent()
  await server.kill()
  await phone.close()
  await reopen(START_MS + 3_600_000)
  await page.goto(`${server.url}${deepLink!}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name!)
  told = 3_600
  await startFreeWalk()
  await finishWalk(page)
  await expect(page.getByRole('heading', { name: 'Fin de marche' })).toBeVisible()
  await page.getByRole('button', { name: 'Envoyer' }).click()
  await expect(page.getByText('Pas de réseau : tout est gardé ici')).toBeVisible()
  const [item] = await readStore<{ state: string }>(page, 'outbox')
  expect(item?.state).toBe('waiting')
  await server.start()
  await page.getByRole('button', { name: 'Envoyer maintenant' }).click()
  await expect(page.getByText(/^Reçu le/)).toBeVisible()
})

test('[P04] silence is told by a word within 15 s, and the word goes when a fix comes', async () => {
  await joinTerritory()
  await startFreeWalk()
  const word = page.getByText(/^Signal perdu depuis/)
  await expect(word).toBeVisible()
  expect(Number(/(\d+)\ss/.exec((await word.textContent()) ?? '')?.[1])).toBeLessThanOrEqual(15)
  await replay(page, fixes(1))
  await expect(page.locator('.bar .word')).toHaveText('Enregistre')
})

test('[P02] a permission taken away is said in words, and typed in the log', async () => {
  await joinTerritory()
  await startFreeWalk()
  await page.evaluate(() => window.jalonReplay.deny())
  await expect(page.locator('.bar .word')).toHaveText('Position refusée')
  await replay(page, fixes(3))
  await expect(page.locator('.bar .word')).toHaveText('Enregistre')
  await expect
    .poll(async () =>
      (await readStore<{ reason: string }>(page, 'events')).map((one) => one.reason),
    )
    .toEqual(['permission'])
})

test('one tab records at a time, and the other says so', async () => {
  await joinTerritory()
  await startFreeWalk()
  const second = await phone.context.newPage()
  await second.goto(`${server.url}/app/enregistrer`)
  await expect(second.getByText('déjà en cours dans un autre onglet')).toBeVisible()
  await replay(page, fixes(5))
  await expect(page.getByText('25 points gardés')).toBeVisible()
})

test('[P19] [P16] [P17] all clear in one tap; a problem in two and a photo, light, without EXIF, safe from a kill', async () => {
  await joinTerritory()
  await startFreeWalk()
  await page.getByRole('button', { name: 'Tout va bien ici' }).click()
  await expect(page.locator('.noted')).toContainText('Noté : tout va bien ici.')
  await page.getByRole('button', { name: 'Problème' }).click()
  // The draft is on disk before the camera: a kill behind it loses nothing.
  await expect(page.getByText('Prendre une photo')).toBeVisible()
  const address = page.url()
  await reopen(START_MS + 120_000)
  await page.goto(address)
  await expect(page.getByText(/Lieu\s: votre position de/)).toBeVisible()

  const big = await sharp({
    create: { width: 3_000, height: 2_000, channels: 3, background: '#7a9' },
  })
    .withExif({ IFD0: { Make: 'SECRETMAKER' }, IFD3: { GPSLatitude: '43/1 45/1 0/1' } })
    .jpeg()
    .toBuffer()
  const input = page.locator('input[type=file]')
  await input.setInputFiles({
    name: 'x.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('pas une photo'),
  })
  await expect(page.getByText('n’est pas une photo')).toBeVisible()
  await input.setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: big })
  await expect(page.getByAltText('Photo 1')).toBeVisible()
  await page.getByRole('button', { name: 'Obstacle, danger' }).click()
  await expect(page.locator('.noted')).toContainText('Noté : Obstacle, danger.')

  const drafts = await readStore<{
    kind: string
    state: string
    photos: { sha256: string; widthPx: number }[]
  }>(page, 'drafts')
  const report = drafts.find(({ kind }) => kind === 'trail-report')
  expect(report).toMatchObject({ state: 'kept', photos: [{ widthPx: 1_600 }] })
  const text = await page.evaluate(
    (sha256) =>
      new Promise<string>((resolve) => {
        indexedDB.open('jalon').onsuccess = ({ target }) => {
          const database = (target as IDBOpenDBRequest).result
          database.transaction('blobs').objectStore('blobs').get(sha256).onsuccess = (event) => {
            const { bytes } = (event.target as IDBRequest<{ bytes: ArrayBuffer }>).result
            resolve(new TextDecoder('latin1').decode(bytes))
          }
        }
      }),
    report!.photos[0]!.sha256,
  )
  expect(text.startsWith('\u00ff\u00d8')).toBe(true)
  expect(text).not.toMatch(/SECRETMAKER|Exif|GPS/)

  // [P23] one file rescues everything.
  await page.goto(`${server.url}/app/envois`)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Tout sauvegarder dans un fichier' }).click()
  const files = unzipSync(await readFile(await (await download).path()))
  const names = Object.keys(files)
  for (const part of [
    /^walks\/.*\.gpx$/,
    /^walks\/.*\.fixes\.json$/,
    /^photos\/.*\.jpg$/,
    /^quarantine\//,
  ])
    expect(names.some((one) => part.test(one))).toBe(true)
  const collection = JSON.parse(Buffer.from(files['observations.geojson']!).toString()) as {
    features: unknown[]
  }
  expect(collection.features).toHaveLength(2)
})

test('every field screen passes axe, and speaks English when asked', async () => {
  await joinTerritory()
  const look = async (name: string) =>
    expect.soft(await accessibilityFaults(page), name).toEqual([])
  await look('trails')
  await page.locator('a.card').first().click()
  await page.getByRole('button', { name: 'Démarrer le test' }).waitFor()
  await look('trail')
  await startFreeWalk()
  await look('recording')
  await page.getByRole('button', { name: 'Patrimoine' }).click()
  await page.getByText('Prendre une photo').waitFor()
  await look('tag')
  await page.goto(`${server.url}/app/enregistrer`)
  await finishWalk(page)
  await page.getByRole('button', { name: 'Envoyer' }).waitFor()
  await look('end')
  await page.goto(`${server.url}/app/envois`)
  await page.getByRole('button', { name: 'Envoyer maintenant' }).waitFor()
  await look('outbox')
  await page.goto(`${server.url}/app/reglages`)
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByText('This list ticks itself.', { exact: false })).toBeVisible()
  await look('settings')
})
