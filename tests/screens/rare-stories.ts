import type { Page } from '@playwright/test'
import type { CatalogueRow } from '../../src/app/storage/rows.ts'
import { APP } from '../../src/contract/endpoints.ts'
import { finishWalk } from '../support/field-hands.ts'
import { replay, type ReplayFix } from '../support/geolocation-replay.ts'
import { readStore } from '../support/phone-browser.ts'
import { twoRecorders } from '../support/simulator/two-recorders.ts'
import type { Stage, Story } from './stories.ts'
import { photo, press, watchFile } from './story-hands.ts'

/** What one meets now and then: each needs something to have happened before. */

interface Place {
  readonly geometry: { readonly coordinates: readonly [lon: number, lat: number] }
}

/** Where a heritage point is known; anywhere, when the catalogue has none. */
async function knownPlace(page: Page): Promise<readonly [number, number]> {
  const rows = await readStore<CatalogueRow>(page, 'catalogue')
  const point = rows.find(({ kind }) => kind === 'heritage-point')
  return (point?.feature as Place | undefined)?.geometry.coordinates ?? [-0.57, 43.76]
}

async function freeWalk({ page, url }: Stage, fixes: readonly ReplayFix[]): Promise<void> {
  await page.goto(url + APP.recording)
  await press(page, 'Démarrer une marche libre')
  await page.locator('.bar .word').waitFor()
  await replay(page, fixes)
}

const ahead = (from: readonly [number, number], startMs: number, count: number): ReplayFix[] =>
  Array.from({ length: count }, (_, i) => ({
    lon: from[0],
    lat: from[1] + (i - count + 1) * 1.2e-5,
    accuracyM: 5,
    atMs: startMs + 60_000 + i * 1_000,
  }))

async function draw(page: Page): Promise<void> {
  const box = (await page.locator('dialog .picture').boundingBox())!
  const at = (turn: number) =>
    [
      box.x + box.width * (0.5 + 0.2 * Math.cos(turn)),
      box.y + box.height * (0.5 + 0.3 * Math.sin(turn)),
    ] as const
  await page.mouse.move(...at(0))
  await page.mouse.down()
  for (let i = 1; i <= 24; i += 1) await page.mouse.move(...at((i / 24) * 2 * Math.PI))
  await page.mouse.up()
}

export const note: Story = {
  who: 'tester',
  async tell(stage) {
    const { page, startMs, see } = stage
    await page.goto(stage.url + APP.trails)
    const here = await knownPlace(page)
    await freeWalk(stage, ahead([here[0], here[1] + 1.2e-4], startMs, 20))
    await see('field-known', async () => {
      await press(page, 'Patrimoine')
      await page.getByText('Prendre une photo').waitFor()
    })
    await see('field-sketch-pad', async () => {
      await page.locator('input[type=file]').setInputFiles(await photo())
      await press(page, 'Dessiner sur la photo 1')
      await draw(page)
    })
    await see('field-voice-recording', async () => {
      await press(page, 'Terminé')
      await press(page, 'Dicter une note vocale')
      await page.waitForTimeout(2_500)
    })
    await see('field-voice', () => press(page, 'Arrêter'))
  },
}

export const hole: Story = {
  who: 'tester',
  async tell(stage) {
    const { page, world, startMs, see } = stage
    const { phone, watch } = twoRecorders('loop', 12, { lengthM: 900 })
    const shiftMs = startMs + 60_000 - phone[0]!.atMs
    const moved = (fixes: readonly ReplayFix[]) =>
      fixes.map((fix) => ({ ...fix, atMs: fix.atMs + shiftMs }))
    const [own, all] = [moved(phone), moved(watch)]
    const third = Math.floor(own.length / 3)
    await see('field-walk-hole', async () => {
      await freeWalk(stage, [...own.slice(0, third), ...own.slice(2 * third)])
      await finishWalk(page)
      await page.getByRole('heading', { name: 'Trous dans l’enregistrement' }).waitFor()
    })
    const pick = (name: string, fixes: readonly ReplayFix[]) =>
      page.locator('section.repair input[type=file]').setInputFiles(watchFile(name, fixes))
    await see('field-fill-offer', async () => {
      const far = all.map((fix) => ({ ...fix, lon: fix.lon + 0.2 }))
      await (world === 'terrible' ? pick('ailleurs.gpx', far) : pick('montre.gpx', all))
      await page.locator('section.repair .notice').waitFor()
    })
    await see('field-filled', async () => {
      if (world === 'terrible') await pick('montre.gpx', all)
      await press(page, 'Compléter la marche')
    })
  },
}

export const pack: Story = {
  who: 'tester',
  async tell({ page, url, world, see }) {
    // A world of its own has no map to take along.
    if (world !== 'good') return
    let asked = 0
    await page.route('**/packs/*.pmtiles', async (route) => {
      asked += 1
      if (asked === 1) await route.continue()
    })
    await see('field-pack-under-way', async () => {
      await page.goto(url + APP.packs)
      await page.getByRole('button', { name: /Prendre la carte/ }).click()
      await page.getByRole('progressbar').waitFor()
    })
  },
}

export const revoke: Story = {
  who: 'staff',
  async tell({ page, url, link, see }) {
    const other = await page.context().browser()!.newContext({ locale: 'fr-FR' })
    const tester = await other.newPage()
    await tester.goto(await link('tester'))
    await tester.getByLabel('Votre pseudonyme').fill('Jean-Baptiste de la Haute-Chalosse')
    await tester.getByLabel('J’ai 15 ans ou plus.').check()
    await press(tester, 'Commencer')
    await tester.waitForURL(/sentiers/)
    await other.close()
    await see('desk-revoke', async () => {
      await page.goto(`${url}${APP.desk}/personnes`)
      await page.getByRole('button', { name: 'Retirer l’accès' }).first().click()
    })
  },
}
