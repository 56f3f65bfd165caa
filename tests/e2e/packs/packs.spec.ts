import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { invitation } from '../../support/kill-run.ts'
import {
  joinAs,
  openPhoneBrowser,
  readStore,
  type PhoneBrowser,
} from '../../support/phone-browser.ts'
import { startServer, type RunningServer } from '../../support/running-server.ts'

let server: RunningServer
let profile: string
let phone: PhoneBrowser
let page: Page

test.beforeEach(async () => {
  server = await startServer()
  profile = await mkdtemp(join(tmpdir(), 'jalon-packs-'))
  phone = await openPhoneBrowser(profile, server.url, null)
  page = phone.page
  await page.setViewportSize({ width: 390, height: 844 })
  await joinAs(page, await invitation(server.dataDir, server.url), 'Maïté')
  await page.evaluate(() => navigator.serviceWorker.ready)
})
test.afterEach(async () => {
  await phone.kill()
  await server.dispose()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

async function reopen(): Promise<void> {
  phone = await openPhoneBrowser(profile, server.url, null)
  page = phone.page
  await page.setViewportSize({ width: 390, height: 844 })
}
const maps = () => page.goto(`${server.url}/app/cartes`)
const partsKept = async () => (await readStore(page, 'pack-parts')).length
/** The accessible words of the map: which places it shows, from the pack that is kept. */
const seen = () => page.getByText(/^Fond : la carte gardée sur ce téléphone. On y voit /)

async function axe(): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
}

test('[P21] the map is taken along: killed on the way, gone on with, shown from a cold start without a server, deleted', async () => {
  await maps()
  const take = page.getByRole('button', { name: /Prendre la carte \(1,5 Mo\)/ })
  await take.waitFor()
  await axe()
  // A line that dies: the first part comes, the second never does.
  let asked = 0
  await page.route('**/packs/*.pmtiles', async (route) => {
    asked += 1
    if (asked === 1) await route.continue()
  })
  await take.click()
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]/)
  await expect.poll(partsKept).toBe(1)
  await axe()
  await phone.kill()

  await reopen()
  const fetched: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/packs/')) fetched.push(request.headers()['range']!)
  })
  await maps()
  await expect(page.getByText('Toute la carte est sur ce téléphone')).toBeVisible()
  expect(fetched).toHaveLength(2)
  expect(fetched[0]).toBe('bytes=262144-524287')
  await expect(seen()).toBeAttached()

  await server.kill()
  await phone.close()
  await reopen()
  await page.goto(`${server.url}/app/sentiers`)
  await page.getByRole('tab', { name: 'Carte' }).click()
  await expect(seen()).toBeAttached()
  await expect(page.getByText('Démonstration : sentiers')).toBeVisible()
  await maps()
  await expect(seen()).toBeAttached()
  await axe()

  await page.getByRole('button', { name: 'Supprimer' }).click()
  await page.getByRole('button', { name: 'Supprimer la carte' }).click()
  await expect(page.getByText('Fond : la carte gardée')).toHaveCount(0)
  expect(await partsKept()).toBe(0)
  await page.goto(`${server.url}/app/sentiers`)
  await expect(page.locator('a.card').first()).toBeVisible()
})
