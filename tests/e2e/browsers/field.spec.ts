import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import {
  appears,
  complaintsOf,
  field,
  hear,
  named,
  press,
  sees,
  stored,
  type EngineBrowser,
  type EngineTab,
} from '../../support/engines/engine.ts'
import { firefox } from '../../support/engines/firefox.ts'
import { webkit } from '../../support/engines/webkit.ts'
import type { ReplayFix } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { startServer, type RunningServer } from '../../support/running-server.ts'

const START_MS = Date.now() - 3_600_000
let told = 0
const fixes = (count: number): ReplayFix[] =>
  Array.from({ length: count }, () => {
    told += 1
    const atMs = START_MS + 60_000 + told * 1_000
    return { lon: -0.57, lat: 43.76 + told * 1e-5, accuracyM: 5, atMs }
  })

for (const engine of [firefox, webkit]) {
  test.describe(engine.name, () => {
    test.skip(engine.missing !== null, `${engine.name}: ${engine.missing}`)
    let folder: string
    let server: RunningServer
    let browser: EngineBrowser
    let tab: EngineTab
    const open = async (startMs: number) => {
      browser = await engine.open(join(folder, 'profile'), startMs, join(folder, 'downloads'))
      tab = browser.tab
    }

    test.beforeEach(async () => {
      told = 0
      folder = await mkdtemp(join(tmpdir(), 'jalon-engine-'))
      server = await startServer()
      await open(START_MS)
    })
    test.afterEach(async () => {
      await browser.kill().catch(() => undefined)
      await server.dispose()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    })

    test('[P01] [P06] [P20] [P21] from the invitation to the receipt, killed on the way, with no server', async () => {
      await joinAs(tab, await invitation(server.dataDir, server.url))
      await tab.run(async () => void (await navigator.serviceWorker.ready))
      await test.step('the server dies, the browser is closed: a cold start records', async () => {
        await server.kill()
        await browser.close()
        await open(START_MS + 30_000)
        await tab.goto(`${server.url}/app/enregistrer`)
        await press(tab, 'Démarrer une marche libre')
        await sees(tab, 'Recherche du signal')
        await hear(tab, fixes(20))
        await sees(tab, '20 points gardés')
      })
      await test.step('killed: nothing that was acknowledged is lost, and it goes on', async () => {
        await browser.kill()
        await open(START_MS + 120_000)
        await tab.goto(`${server.url}/app/`)
        await sees(tab, /points? gardés?/)
        expect(await stored(tab, 'fixes')).toHaveLength(20)
        told = 120
        await hear(tab, fixes(20))
        await sees(tab, '40 points gardés')
      })
      await test.step('a problem, with a photo', async () => {
        await press(tab, 'Problème')
        await tab.choose('//input[@type="file"]', [await photo(folder)])
        await appears(tab, '//img[@alt="Photo 1"]')
        await press(tab, 'Obstacle, danger')
        await sees(tab, 'Noté : Obstacle, danger.')
      })
      await test.step('the end, the outbox, the receipts', async () => {
        await tab.hold(named('Maintenir pour terminer'), 1_800)
        await sees(tab, 'Fin de marche')
        await press(tab, 'Envoyer')
        await sees(tab, 'Pas de réseau : tout est gardé ici')
        await server.start()
        await press(tab, 'Envoyer maintenant')
        await sees(tab, /Reçu le .*Reçu le /)
      })
      expect(await complaintsOf(tab)).toEqual([])
    })
  })
}

async function joinAs(tab: EngineTab, link: string): Promise<void> {
  await tab.goto(link)
  await appears(tab, field('Votre pseudonyme'))
  await tab.type(field('Votre pseudonyme'), 'Maïté')
  await tab.click(field('J’ai 15 ans ou plus.'))
  await press(tab, 'Commencer')
  await appears(tab, '//a[contains(@class, "card")]')
}

async function photo(folder: string): Promise<string> {
  const path = join(folder, 'photo.jpg')
  const image = sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#7a5b3c' } })
  await writeFile(
    path,
    await image
      .withExif({ IFD0: { Make: 'Téléphone' } })
      .jpeg()
      .toBuffer(),
  )
  return path
}
