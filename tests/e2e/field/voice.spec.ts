import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import sharp from 'sharp'
import { accessibilityFaults, finishWalk, startFreeWalk } from '../../support/field-hands.ts'
import { openFieldPhone, type FieldPhone } from '../../support/field-phone.ts'
import type { ReplayFix } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs, readStore } from '../../support/phone-browser.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)
interface StoredDraft {
  readonly id: string
  readonly photos: readonly { readonly sketch?: { readonly strokes: readonly unknown[] } }[]
  readonly voice?: { readonly sha256: string; readonly bytes: number; readonly durationMs: number }
}
let field: FieldPhone
let page: Page

test.beforeEach(async () => {
  field = await openFieldPhone(START_MS)
  ;({ page } = field.phone())
  await joinAs(page, await invitation(field.server.dataDir, field.server.url), 'Maïté')
  // Cookies reach the disk when the browser is closed as people do it: the kill comes later.
  await field.phone().close()
  ;({ page } = await field.reopen(START_MS))
  await startFreeWalk(page, field.server.url, fixes(20))
})
test.afterEach(() => field.dispose())

const fixes = (count: number): ReplayFix[] =>
  Array.from({ length: count }, (_, i) => ({
    lon: -0.57,
    lat: 43.76 + i * 1e-5,
    accuracyM: 6,
    atMs: START_MS + 60_000 + i * 1_000,
  }))
const allowMicrophone = () =>
  field.phone().context.grantPermissions(['geolocation', 'screen-wake-lock', 'microphone'], {
    origin: field.server.url,
  })
const draft = async () => (await readStore<StoredDraft>(page, 'drafts'))[0]!
const heardMs = async () => (await draft()).voice?.durationMs ?? 0
const strokes = async () => (await draft()).photos[0]?.sketch?.strokes.length ?? 0
async function looksRight(name: string, screen = page): Promise<void> {
  expect.soft(await accessibilityFaults(screen), name).toEqual([])
  if (process.env['JALON_LOOK'])
    await screen.screenshot({ path: join(process.env['JALON_LOOK'], `${name}.png`) })
}

/** A bright sky over a dark wood: a line must show on both. */
async function aView(): Promise<Buffer> {
  const wood = { create: { width: 1200, height: 500, channels: 3, background: '#14251b' } } as const
  return sharp({ create: { width: 1200, height: 900, channels: 3, background: '#eef3f6' } })
    .composite([{ input: await sharp(wood).png().toBuffer(), top: 400, left: 0 }])
    .jpeg()
    .toBuffer()
}
/** A round of the finger, in shares of the picture. */
async function draw(at: readonly (readonly [x: number, y: number])[]): Promise<void> {
  const box = (await page.locator('dialog .picture').boundingBox())!
  const to = ([x, y]: readonly [number, number]) =>
    [box.x + x * box.width, box.y + y * box.height] as const
  await page.mouse.move(...to(at[0]!))
  await page.mouse.down()
  for (const one of at) await page.mouse.move(...to(one))
  await page.mouse.up()
}
const round = (x: number, y: number, r: number) =>
  Array.from({ length: 25 }, (_, i) => {
    const turn = (i / 24) * 2 * Math.PI
    return [x + r * Math.cos(turn), y + 1.3 * r * Math.sin(turn)] as const
  })

async function openOffice(): Promise<Page> {
  const desk = await field.phone().context.browser()!.newContext({ locale: 'fr-FR' })
  const office = await desk.newPage()
  await office.setViewportSize({ width: 1440, height: 900 })
  await office.goto(await invitation(field.server.dataDir, field.server.url, 'staff'))
  await office.getByLabel('Votre pseudonyme').fill('Odile')
  await office.getByLabel('J’ai 15 ans ou plus.').check()
  await office.getByRole('button', { name: 'Commencer' }).click()
  await office.waitForURL('**/app/bureau')
  return office
}

test('[P16] [P06] a photo, what is drawn on it and what is said: killed while speaking, sent, seen at the desk', async () => {
  await allowMicrophone()
  await page.getByRole('button', { name: 'Problème' }).click()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await aView() })
  await page.getByRole('button', { name: 'Dessiner sur la photo 1' }).click()
  await draw(round(0.5, 0.42, 0.18))
  await draw([
    [0.1, 0.9],
    [0.35, 0.6],
  ])
  await expect.poll(strokes).toBe(2)
  await draw([[0.9, 0.1]])
  await page.getByRole('button', { name: 'Annuler le trait' }).click()
  await page.getByRole('button', { name: 'Tout effacer' }).click()
  await expect.poll(strokes).toBe(0)
  await page.getByRole('button', { name: 'Annuler le trait' }).click()
  await expect.poll(strokes).toBe(2)
  await looksRight('sketch-pad')
  await page.getByRole('button', { name: 'Terminé' }).click()
  await expect(page.getByAltText('Photo 1, avec un croquis')).toBeVisible()

  await page.getByRole('button', { name: 'Dicter une note vocale' }).click()
  await expect(page.getByText(/^Encore 5\d\ss$/)).toBeVisible()
  await expect.poll(heardMs).toBeGreaterThan(2_000)
  await looksRight('voice-recording')
  const before = await draft()
  const address = page.url()

  ;({ page } = await field.reopen(START_MS + 120_000))
  await page.goto(address)
  await expect(page.getByText(/^Note vocale de \d\ss$/)).toBeVisible()
  const after = await draft()
  expect(after.voice!.durationMs).toBeGreaterThanOrEqual(before.voice!.durationMs)
  expect(after.photos).toEqual(before.photos)
  const named = (await readStore<{ sha256: string; bytes: ArrayBuffer }>(page, 'blobs')).map(
    ({ sha256 }) => sha256,
  )
  expect(named).toContain(after.voice!.sha256)
  await page.getByRole('button', { name: 'Écouter' }).click()
  await expect(page.getByRole('button', { name: 'Arrêter l’écoute' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Écouter' })).toBeVisible()
  await looksRight('report-with-both')

  await field.server.kill()
  await page.getByRole('button', { name: 'Obstacle, danger' }).click()
  await expect(page.locator('.noted')).toContainText('Noté : ')
  await finishWalk(page)
  await page.getByRole('button', { name: 'Envoyer' }).click()
  await expect(page.getByText('Pas de réseau : tout est gardé ici')).toBeVisible()
  await expect(page.getByText('note vocale')).toBeVisible()
  await field.server.start()
  await page.getByRole('button', { name: 'Envoyer maintenant' }).click()
  await expect(page.getByText(/^Reçu le/)).toHaveCount(2)
  await expect(page.getByText(/note vocale de \d\ss/)).toBeVisible()
  await looksRight('outbox-with-both')
  await page.getByRole('button', { name: 'Écouter' }).click()
  await expect(page.getByRole('button', { name: 'Arrêter l’écoute' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Écouter' })).toBeVisible()
  const items = await readStore<{ kind: string; receipt: { blobs: string[] } }>(page, 'outbox')
  expect(items.find(({ kind }) => kind === 'trail-report')!.receipt.blobs).toContain(
    after.voice!.sha256,
  )

  const office = await openOffice()
  await office.goto(`${field.server.url}/app/bureau/sentiers/elsewhere`)
  await office.getByText('Obstacle, danger').first().click()
  const voice = office.getByRole('region', { name: /^Note vocale de \d\ss$/ })
  await expect(voice).toBeVisible()
  await expect(office.getByAltText(/avec le croquis de son auteur$/)).toBeVisible()
  const heard = await voice.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
    audio.muted = true
    await audio.play()
    await new Promise((resolve) => audio.addEventListener('ended', resolve))
    return audio.currentTime
  })
  expect(heard).toBeGreaterThan(1)
  await looksRight('desk-with-both', office)
  await office.getByRole('button', { name: 'Cacher le croquis' }).click()
  await expect(office.locator('svg.sketch')).toHaveCount(0)
  await office.context().close()
})

test('a microphone that is refused is said once, and the note goes on without a voice', async () => {
  await field.phone().context.grantPermissions(['geolocation', 'screen-wake-lock'], {
    origin: field.server.url,
  })
  await page.getByRole('button', { name: 'Patrimoine' }).click()
  await page.getByRole('button', { name: 'Dicter une note vocale' }).click()
  await expect(page.getByText('Le micro n’est pas autorisé pour Jalon.')).toBeVisible()
  await looksRight('microphone-refused')
  await page.getByRole('button', { name: 'Lavoir' }).first().click()
  await expect(page.locator('.noted')).toContainText('Noté : ')
  expect((await draft()).voice).toBeUndefined()
})

test('[P16] a touch on a picture while speaking keeps the note with the whole voice', async () => {
  await allowMicrophone()
  await page.getByRole('button', { name: 'Patrimoine' }).click()
  await page.getByRole('button', { name: 'Dicter une note vocale' }).click()
  await expect.poll(heardMs).toBeGreaterThan(900)
  await page.getByRole('button', { name: 'Lavoir' }).first().click()
  await expect(page.locator('.noted')).toContainText('Noté : ')
  const kept = await draft()
  expect(kept).toMatchObject({ state: 'kept', voice: { mediaType: 'audio/webm' } })
  await page.waitForTimeout(1_500)
  expect(await draft()).toEqual(kept)
  const blobs = await readStore<{ sha256: string; mediaType: string }>(page, 'blobs')
  const voices = blobs.filter(({ mediaType }) => mediaType.startsWith('audio/'))
  expect(voices.map(({ sha256 }) => sha256)).toEqual([kept.voice!.sha256])
})
