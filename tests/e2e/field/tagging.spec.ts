import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import sharp from 'sharp'
import { accessibilityFaults, finishWalk, startFreeWalk } from '../../support/field-hands.ts'
import { openFieldPhone, type FieldPhone } from '../../support/field-phone.ts'
import { replay, type ReplayFix } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs, readStore } from '../../support/phone-browser.ts'
import type { RunningServer } from '../../support/running-server.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)
interface StoredDraft {
  readonly place: { readonly lon: number; readonly lat: number; readonly placedBy: string }
  readonly fields: Record<string, unknown>
}
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
  await startFreeWalk(page, server.url, fixes(20))
})
test.afterEach(() => field.dispose())

const fixes = (count: number, stepDeg = 1e-5): ReplayFix[] =>
  Array.from({ length: count }, () => {
    told += 1
    return {
      lon: -0.57,
      lat: 43.76 + Math.min(told, 20) * stepDeg,
      accuracyM: 6,
      atMs: START_MS + 60_000 + told * 1_000,
    }
  })
async function looksRight(name: string): Promise<void> {
  expect.soft(await accessibilityFaults(page), name).toEqual([])
  if (process.env['JALON_LOOK'])
    await page.screenshot({ path: join(process.env['JALON_LOOK'], `${name}.png`), fullPage: true })
}
const drafts = () => readStore<StoredDraft>(page, 'drafts')
const photo = () =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: '#7a9' } })
    .jpeg()
    .toBuffer()

test('[P15] a place is put right, the form is whole, and what was sent is corrected in one tap', async () => {
  await page.getByRole('button', { name: 'Patrimoine' }).click()
  await page.getByText('Prendre une photo').waitFor()
  const [first] = await drafts()

  await page.getByRole('button', { name: 'Déplacer' }).click()
  await page.getByRole('button', { name: 'Nord' }).click()
  await page.getByRole('button', { name: 'Nord' }).click()
  await expect(page.getByText('Lieu : posé à la main')).toBeVisible()
  const [nudged] = await drafts()
  expect(nudged!.place.placedBy).toBe('map')
  expect((nudged!.place.lat - first!.place.lat) * 111_100).toBeCloseTo(10, 0)
  await looksRight('place')
  const plan = (await page.getByRole('img', { name: /^Plan de/ }).boundingBox())!
  await page.mouse.click(plan.x + plan.width * 0.75, plan.y + plan.height / 2)
  const [touched] = await drafts()
  expect((touched!.place.lon - first!.place.lon) * 80_400).toBeCloseTo(20, -1)
  await page.getByRole('button', { name: 'Préciser' }).click()
  await expect(page.getByText('Ne bougez plus')).toBeVisible()
  await replay(page, fixes(22))
  await expect(page.getByText(/Moyenne de \d+ points GPS/)).toBeVisible()
  expect((await drafts())[0]!.place.placedBy).toBe('averaged')

  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await expect(page.getByAltText('Photo 1')).toBeVisible()
  await page.getByRole('button', { name: 'Lavoir' }).first().click()
  await expect(page.locator('.noted')).toContainText('Noté : ')
  await page.getByRole('link', { name: 'Modifier' }).click()
  await page.getByLabel('Nom').fill('Lavoir du bourg')
  await page.getByText('Décrire davantage').click()
  await page.getByLabel('Époque').fill('1868, au linteau')
  await page.getByRole('button', { name: 'Pierre', exact: true }).click()
  await page.getByRole('button', { name: 'Bois', exact: true }).click()
  await looksRight('heritage-form')
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
  expect((await drafts())[0]!.fields).toMatchObject({
    name: 'Lavoir du bourg',
    period: '1868, au linteau',
    materials: ['pierre', 'bois'],
  })

  await finishWalk(page)
  await expect(page.getByRole('heading', { name: 'Ce que disent' })).toBeVisible()
  await page.getByRole('button', { name: 'Envoyer' }).click()
  await expect(page.getByText(/^Reçu le/).first()).toBeVisible()
  await expect(page.getByAltText('Photo 1')).toBeVisible()
  await looksRight('outbox-photos')
  await page.getByRole('button', { name: 'Corriger' }).click()
  await expect(page.getByText('Correction d’une note déjà envoyée')).toBeVisible()
  await expect(page.getByAltText('Photo 1')).toBeVisible()
  await page.getByLabel('Nom').fill('Lavoir du haut')
  await looksRight('correction')
  await page.getByRole('button', { name: 'Envoyer la correction' }).click()
  await expect(page.getByText('Correction gardée')).toBeVisible()
  const title = (await page.getByRole('heading', { name: 'Mes envois' }).boundingBox())!
  const notice = (await page.locator('.toasts[role=status]').boundingBox())!
  expect(notice.height).toBeGreaterThan(40)
  expect(notice.y + notice.height).toBeLessThanOrEqual(title.y)
  await looksRight('outbox-notice')
  await expect(page.getByText(/^Reçu le/)).toHaveCount(3)
  const records = await readStore<{ id: string; bytes: ArrayBuffer }>(page, 'outbox')
  expect(records).toHaveLength(3)
  expect(await drafts()).toEqual([])
})

test('[P23] the file a phone saved of itself is taken in at the desk, and twice is once', async () => {
  await page.getByRole('button', { name: 'Tout va bien ici' }).click()
  await page.getByRole('button', { name: 'Problème' }).click()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await expect(page.getByAltText('Photo 1')).toBeVisible()
  await page.getByRole('button', { name: 'Obstacle, danger' }).click()
  await expect(page.locator('.noted')).toContainText('Noté : ')
  await page.goto(`${server.url}/app/envois`)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Tout sauvegarder dans un fichier' }).click()
  const zip = await readFile(await (await download).path())
  const file = join(field.profile, 'telephone.zip')
  await writeFile(file, zip)

  const desk = await field.phone().context.browser()!.newContext({ locale: 'fr-FR' })
  const office = await desk.newPage()
  await office.setViewportSize({ width: 1440, height: 900 })
  await office.goto(await invitation(server.dataDir, server.url, 'staff'))
  await office.getByLabel('Votre pseudonyme').fill('Odile')
  await office.getByLabel('J’ai 15 ans ou plus.').check()
  await office.getByRole('button', { name: 'Commencer' }).click()
  await office.waitForURL('**/app/bureau')
  await office.goto(`${server.url}/app/bureau/illisibles`)
  await office.getByRole('heading', { name: 'Reprendre la sauvegarde' }).waitFor()
  const give = () => office.locator('input[type=file]').setInputFiles(file)
  await give()
  await expect(office.getByText('2 notes reçues')).toBeVisible()
  await expect(office.getByText('1 photo ou trace brute reprise')).toBeVisible()
  if (process.env['JALON_LOOK'])
    await office.screenshot({ path: join(process.env['JALON_LOOK'], 'desk-rescue.png') })
  await give()
  await expect(office.getByText('2 notes étaient déjà là')).toBeVisible()
  await office
    .locator('input[type=file]')
    .setInputFiles({ name: 'x.zip', mimeType: 'application/zip', buffer: Buffer.from('rien') })
  await expect(office.getByText('Ce fichier ZIP est abîmé')).toBeVisible()
  await desk.close()
})

test('the recording screen reads at 200 % text, in the dark, and says what it does', async () => {
  await expect(page.locator('.bar [role=status]')).toHaveText('Enregistre')
  await page.emulateMedia({ colorScheme: 'dark' })
  await looksRight('record-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  await expect(page.getByRole('button', { name: 'Patrimoine' })).toBeVisible()
  await looksRight('record-200')
  const { wide, cut } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    cut: [...document.querySelectorAll('.recording button, .recording a')]
      .filter(
        (one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1,
      )
      .map((one) => one.textContent?.trim()),
  }))
  expect({ wide, cut }).toEqual({ wide: 0, cut: [] })
})
