import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { readTrail } from '../../src/app/storage/read-catalogue.ts'
import type { CatalogueRow } from '../../src/app/storage/rows.ts'
import { APP, PAGES } from '../../src/contract/endpoints.ts'
import { finishWalk } from '../support/field-hands.ts'
import { replay, type ReplayFix } from '../support/geolocation-replay.ts'
import { readStore } from '../support/phone-browser.ts'
import { hole, note, pack, revoke } from './rare-stories.ts'
import { file, photo, press } from './story-hands.ts'
import type { World } from './worlds.ts'

/** One person with one screen, in one world. */
export interface Stage {
  readonly page: Page
  readonly url: string
  readonly world: World
  /** The instant the story starts at. */
  readonly startMs: number
  /** An invitation for somebody else. */
  link(who: 'tester' | 'staff'): Promise<string>
  /** Does something, then draws what is to be seen; a step that fails is told, and drawn as it is. */
  see(name: string, act: () => Promise<unknown>): Promise<void>
}
export interface Story {
  readonly who: 'anybody' | 'tester' | 'staff'
  tell(stage: Stage): Promise<void>
}

const WALKS = join(import.meta.dirname, '../fixtures/walks')
const CHECK_MS = 15_000
/** The recorder says after this long that nothing comes. */
const SILENCE_MS = 14_000

/** A walk along the chosen trail, or straight ahead; in the terrible world the receiver raves. */
async function fixesOf({ page, world, startMs }: Stage, share: number): Promise<ReplayFix[]> {
  const rows = await readStore<CatalogueRow>(page, 'catalogue')
  const trail = rows.map(readTrail).find((row) => row && page.url().includes(row.entity.id))
  const on = trail?.entity.geometry.coordinates.slice(0, 400) ?? []
  const ahead = Array.from({ length: 60 }, (_, i) => [
    -0.57 + i * 2e-4,
    43.76 + Math.sin(i / 6) / 2e3,
  ])
  const walked = on.length > 1 ? on.slice(0, Math.ceil(on.length * share)) : ahead
  return walked.map(([lon = 0, lat = 0], i) => ({
    lon,
    lat: lat + (world === 'terrible' && i % 9 === 5 ? 0.004 : 0),
    accuracyM: world === 'terrible' ? 48 : 5,
    atMs: startMs + 60_000 + i * 12_000 + (world === 'terrible' && i > 30 ? 900_000 : 0),
  }))
}

const join_: Story = {
  who: 'anybody',
  async tell({ page, url, see }) {
    await see('field-join', () => page.goto(url + APP.join))
    await see('field-join-errors', async () => {
      await page.getByLabel('Code d’invitation').fill('ABC')
      await press(page, 'Commencer')
    })
    await see('field-trails-stranger', () => page.goto(url + APP.trails))
    await see('field-sign-in', () => page.goto(url + APP.signIn))
    await see('desk-signed-out', () => page.goto(url + APP.desk))
  },
}

const walk: Story = {
  who: 'tester',
  async tell(stage) {
    const { page, url, world, see } = stage
    await see('field-trails', () => page.goto(url + APP.trails))
    await see('field-trails-map', () =>
      page.getByRole('tab', { name: 'Carte' }).click({ timeout: 2_000 }),
    )
    await see('field-start', () => page.goto(url + APP.recording))
    await see('field-trail', async () => {
      await page.goto(url + APP.trails)
      if (world !== 'empty') await page.locator('a.card').first().click()
      else await page.goto(`${url}${APP.trail('inconnu')}`)
    })
    const fixes = await fixesOf(stage, 0.6)
    await see('field-recording-searching', async () => {
      if (world !== 'empty') await press(page, 'Démarrer le test')
      else {
        await page.goto(url + APP.recording)
        await press(page, 'Démarrer une marche libre')
      }
      await page.locator('.bar .word').waitFor()
    })
    await see('field-recording', () => replay(page, fixes))
    await see('field-recording-map', () => press(page, 'Carte'))
    await see('field-heritage', () => press(page, 'Patrimoine'))
    await see('field-heritage-place', () => press(page, 'Déplacer'))
    await see('field-heritage-form', async () => {
      await page.locator('input[type=file]').setInputFiles(await photo())
      await page.getByAltText('Photo 1').waitFor()
      await page.getByRole('button', { name: 'Lavoir' }).first().click()
      await page.getByRole('link', { name: 'Modifier' }).click()
      const name =
        world === 'terrible' ? 'Lavoir-de-la-fontaine-miraculeuse-'.repeat(4) : 'Lavoir du bourg'
      await page.getByLabel('Nom').fill(name)
      await page.getByText('Décrire davantage').click()
    })
    await see('field-report', async () => {
      await press(page, 'Enregistrer')
      await press(page, 'Problème')
      await page.getByText('Prendre une photo').waitFor()
    })
    await see('field-recording-noted', () =>
      page.getByRole('button', { name: 'Obstacle, danger' }).click(),
    )
    await see('field-recording-lost', () => page.waitForTimeout(SILENCE_MS))
    await see('field-recording-refused', () => page.evaluate(() => window.jalonReplay.deny()))
    await see('field-recording-pocket', async () => {
      await replay(page, fixes.slice(-1))
      await press(page, 'Poche')
    })
    await see('field-recording-paused', async () => {
      await page.getByRole('button', { name: 'Maintenir pour revenir' }).hover()
      await page.mouse.down()
      await page.waitForTimeout(1_500)
      await page.mouse.up()
      await press(page, 'Pause')
    })
    await see('field-walk-end', async () => {
      await finishWalk(page)
      await page.getByRole('button', { name: 'Envoyer' }).waitFor()
      await page.getByText('Le téléphone vérifie').waitFor({ state: 'detached', timeout: CHECK_MS })
    })
    await see('field-walk-discard', () => press(page, 'Ne pas garder cette marche'))
    await see('field-outbox-waiting', async () => {
      await page.keyboard.press('Escape')
      await page.context().setOffline(true)
      await press(page, 'Envoyer')
      await page.getByText('C’est dans vos envois').waitFor()
    })
    await see('field-outbox-received', async () => {
      await page.context().setOffline(false)
      await press(page, 'Envoyer maintenant')
      await page
        .getByText(/^Reçu le/)
        .first()
        .waitFor()
    })
  },
}

const phone: Story = {
  who: 'tester',
  async tell({ page, url, world, see }) {
    await see('field-outbox-empty', () => page.goto(url + APP.outbox))
    await see('field-packs', () => page.goto(url + APP.packs))
    await see('field-import', () => page.goto(url + APP.importWalk))
    await see('field-import-read', () =>
      page
        .locator('input[type=file]')
        .setInputFiles(
          world === 'terrible'
            ? file(`${'tres-long-nom-de-fichier-'.repeat(6)}.gpx`, '<gpx><trk>')
            : join(WALKS, 'boucle-du-lavoir-marche.gpx'),
        ),
    )
    await see('field-settings', () => page.goto(`${url}/app/reglages`))
    await see('field-settings-erase', async () => {
      await press(page, 'Effacer mes données…')
      await page.getByText('Restent, sans votre nom').scrollIntoViewIfNeeded()
    })
    await see('field-not-found', () => page.goto(`${url}/app/nulle-part`))
    await see('desk-not-staff', () => page.goto(url + APP.desk))
  },
}

const desk: Story = {
  who: 'staff',
  async tell({ page, url, world, see }) {
    await see('desk-decide', () => page.goto(url + APP.desk))
    const trail = await page
      .locator('main a[href*="/bureau/sentiers/"]')
      .first()
      .getAttribute('href', { timeout: 2_000 })
      .catch(() => null)
    await see('desk-decide-none', () => page.goto(`${url}${APP.desk}?q=zzz`))
    const open = (tab = '') => page.goto(`${url}${trail ?? `${APP.desk}/sentiers/inconnu`}${tab}`)
    await see('desk-trail', () => open())
    await see('desk-evidence', () => page.locator('#desk-observations .row').first().click())
    await see('desk-refuse', () => page.getByRole('button', { name: /^Refuser/ }).click())
    await see('desk-publish', () => open('?onglet=publish'))
    await see('desk-catalogue', () => open('?onglet=catalogue'))
    await see('desk-line', () => open('?onglet=line'))
    await see('desk-elsewhere', () => page.goto(`${url}${APP.desk}/sentiers/elsewhere`))
    await see('desk-new-trail', () => page.goto(`${url}${APP.desk}/nouveau`))
    await see('desk-new-trail-read', () =>
      page
        .locator('input[type=file]')
        .setInputFiles(
          world === 'terrible'
            ? file(`${'tres-long-nom-de-fichier-'.repeat(6)}.gpx`, '<gpx><trk>')
            : join(WALKS, 'boucle-du-lavoir-trace.gpx'),
        ),
    )
    await see('desk-people', () => page.goto(`${url}${APP.desk}/personnes`))
    await see('desk-invitation', () => page.getByRole('button', { name: /invitation/i }).click())
    await see('desk-quarantine', () => page.goto(`${url}${APP.desk}/illisibles`))
    await see('desk-settings', () => page.goto(`${url}/app/reglages`))
  },
}

const visitor: Story = {
  who: 'anybody',
  async tell({ page, url, see }) {
    await see('public-home', () => page.goto(url + PAGES.home))
    const link = page.locator('a[href^="/sentiers/"]').first()
    const trail = await link.getAttribute('href', { timeout: 2_000 }).catch(() => null)
    await see('public-home-none', () => page.goto(`${url}${PAGES.home}?q=zzz`))
    await see('public-trail', () => page.goto(url + (trail ?? '/sentiers/inconnu')))
    await see('public-not-found', () => page.goto(`${url}/nulle-part`))
  },
}

export const STORIES: Readonly<Record<string, Story>> = {
  join: join_,
  walk,
  note,
  hole,
  phone,
  pack,
  desk,
  revoke,
  visitor,
}
