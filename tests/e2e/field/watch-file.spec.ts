import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { writeGpx } from '../../../src/domain/formats/write-gpx.ts'
import { accessibilityFaults, finishWalk } from '../../support/field-hands.ts'
import { openFieldPhone, type FieldPhone } from '../../support/field-phone.ts'
import { replay } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs, readStore } from '../../support/phone-browser.ts'
import type { RunningServer } from '../../support/running-server.ts'
import { twoRecorders } from '../../support/simulator/two-recorders.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)
const HOUR_MS = 3_600_000
let field: FieldPhone
let server: RunningServer
let page: Page

test.beforeEach(async () => {
  field = await openFieldPhone(START_MS)

  ;({ server } = field)
  ;({ page } = field.phone())
  await joinAs(page, await invitation(server.dataDir, server.url), 'Maïté')
})
test.afterEach(() => field.dispose())

/** A walk of a quarter of an hour that phone and watch heard, told as of today's clock of the test. */
function heard() {
  const { phone: own, watch } = twoRecorders('loop', 12, { lengthM: 900, clockErrorMs: HOUR_MS })
  const shiftMs = START_MS + 60_000 - own[0]!.atMs
  const moved = <F extends { readonly atMs: number }>(fixes: readonly F[]) =>
    fixes.map((fix) => ({ ...fix, atMs: fix.atMs + shiftMs }))
  return { own: moved(own), watch: moved(watch) }
}
const gpx = (fixes: ReturnType<typeof heard>['watch']) =>
  Buffer.from(
    writeGpx(
      {
        name: 'Garmin',
        tracks: [{ track: { segments: [fixes], gaps: [], recorded: true } }],
        routes: [],
        waypoints: [],
      },
      { times: true },
    ).replace('creator="Jalon"', 'creator="Garmin Connect"'),
  )
/** The watch, if its clock had been right. */
const onTime = (fixes: ReturnType<typeof heard>['watch']) =>
  fixes.map((fix) => ({ ...fix, atMs: fix.atMs - HOUR_MS }))
const pick = (name: string, buffer: Buffer) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
async function looksRight(name: string): Promise<void> {
  expect.soft(await accessibilityFaults(page), name).toEqual([])
  if (process.env['JALON_LOOK'])
    await page.screenshot({ path: join(process.env['JALON_LOOK'], `${name}.png`), fullPage: true })
}

test('[P05] a hole is filled from the watch: shown first, kept under its name, sent as such', async () => {
  const { own, watch } = heard()
  await page.goto(`${server.url}/app/enregistrer`)
  await page.getByRole('button', { name: 'Démarrer une marche libre' }).click()
  await expect(page.locator('.bar .word')).toHaveText('Recherche du signal')
  const third = Math.floor(own.length / 3)
  await replay(page, own.slice(0, third), 1)
  await replay(page, own.slice(2 * third), 1)
  await expect(page.getByText(`${own.length - third} points gardés`)).toBeVisible()
  await finishWalk(page)
  await expect(page.getByRole('heading', { name: 'Trous dans l’enregistrement' })).toBeVisible()

  // What is no help says why, and nothing of it is kept.
  await pick('liste.txt', Buffer.from('pain, lait'))
  await expect(page.getByText('Ce n’est pas un fichier que Jalon sait lire')).toBeVisible()
  await expect(page.getByText('Rien n’a été gardé')).toBeVisible()
  await pick('ailleurs.gpx', gpx(onTime(watch).map((fix) => ({ ...fix, lon: fix.lon + 0.2 }))))
  await expect(page.getByText('celui d’une autre marche')).toBeVisible()
  expect(await readStore(page, 'repairs')).toEqual([])

  await pick('montre.gpx', gpx(watch))
  await expect(page.getByText(/complétés, de Garmin Connect/)).toBeVisible()
  await expect(page.getByText('Son horloge différait de 1 h 00', { exact: false })).toBeVisible()
  expect(await readStore(page, 'repairs')).toEqual([])
  await looksRight('watch-offer')
  await page.getByRole('button', { name: 'Compléter la marche' }).click()
  await expect(page.getByRole('heading', { name: 'Complété par un autre' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Trous dans l’enregistrement' })).toBeHidden()
  await looksRight('watch-filled')

  // Taken back and filled again: the recording itself is what it was.
  const fixes = await readStore(page, 'fixes')
  await page.getByRole('button', { name: 'Annuler ce complément' }).click()
  await expect(page.getByRole('heading', { name: 'Trous dans l’enregistrement' })).toBeVisible()
  await pick('montre.gpx', gpx(watch))
  await page.getByRole('button', { name: 'Compléter la marche' }).click()
  await expect(page.getByRole('heading', { name: 'Complété par un autre' })).toBeVisible()
  expect(await readStore(page, 'fixes')).toEqual(fixes)

  await page.getByRole('button', { name: 'Envoyer' }).click()
  await expect(page.getByText(/^Reçu le/)).toBeVisible()
  const records = await readStore<{ bytes: ArrayBuffer }>(page, 'outbox')
  expect(records).toHaveLength(1)
})

test('[P05] what a watch recorded becomes a walk of its own, with its trail, sheet and sending', async () => {
  const watch = onTime(heard().watch)
  await page.goto(`${server.url}/app/envois`)
  await page.getByRole('link', { name: 'J’ai enregistré avec ma montre' }).click()
  await page.getByLabel('Quel sentier avez-vous parcouru').selectOption({ index: 1 })
  await pick('dessin.gpx', gpx(watch.map(({ lon, lat }) => ({ lon, lat })) as typeof watch))
  await expect(page.getByText('il ne prouve pas un passage')).toBeVisible()
  expect(await readStore(page, 'walks')).toEqual([])
  await pick('montre.gpx', gpx(watch))
  await expect(page.getByText(/points, le .* par Garmin Connect/)).toBeVisible()
  await looksRight('watch-walk')
  await page.getByRole('button', { name: 'En faire une marche' }).click()
  await expect(page.getByRole('heading', { name: 'Fin de marche' })).toBeVisible()
  await expect(page.getByText('Enregistrée par Garmin Connect')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'La fiche de test' })).toBeVisible()
  await looksRight('watch-walk-end')

  // The same file again is the same walk.
  await page.goto(`${server.url}/app/enregistrer/importer`)
  await pick('copie.gpx', gpx(watch))
  await expect(page.getByText('déjà une marche de ce téléphone')).toBeVisible()
  await page.getByRole('link', { name: 'Voir cette marche' }).click()
  await expect(page.getByRole('heading', { name: 'Ce que disent' })).toBeVisible()
  await page.getByRole('button', { name: 'Envoyer' }).click()
  await expect(page.getByText(/^Reçu le/).first()).toBeVisible()
  const items = await readStore<{ kind: string; state: string }>(page, 'outbox')
  expect(items.map(({ kind }) => kind).sort()).toEqual(['track', 'trail-test'])
})
