import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { finishWalk, startFreeWalk } from '../../support/field-hands.ts'
import { frontServer } from '../../support/front-server.ts'
import { replay, type ReplayFix } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs, openPhoneBrowser, readStore } from '../../support/phone-browser.ts'
import { startServer } from '../../support/running-server.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)

test('[P22] an update waits for the recording, in every window, and touches nothing unsent', async () => {
  const front = await frontServer()
  const server = await startServer({ JALON_BASE_URL: front.url })
  front.pointTo(server.port)
  const profile = await mkdtemp(join(tmpdir(), 'jalon-update-'))
  try {
    const phone = await openPhoneBrowser(profile, front.url, START_MS)
    const { page } = phone
    await joinAs(page, await invitation(server.dataDir, front.url), 'Maïté')
    await page.evaluate(() => navigator.serviceWorker.ready)

    await test.step('a walk waits to be sent, and another one is being recorded', async () => {
      front.setApi(false)
      await startFreeWalk(page, front.url, fixes(20, 0))
      await finishWalk(page)
      await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
      await expect(page.getByText('C’est dans vos envois. Merci !')).toBeVisible()
      await startFreeWalk(page, front.url, fixes(20, 600))
    })
    const records = await readStore(page, 'records')
    expect(records.length).toBeGreaterThan(0)

    await test.step('the new version is there; it is told, and not installed', async () => {
      front.release('v2')
      await page.goto(`${front.url}/app/envois`)
      await expect(page.getByText('Une nouvelle version est prête.')).toBeVisible()
      await expect(
        page.getByText('Elle s’installera quand l’enregistrement sera fini.'),
      ).toBeVisible()
      await expect(page.getByRole('button', { name: 'Installer' })).toHaveCount(0)
      expect(await versionOf(page)).toBe('')
    })

    await test.step('another window asks for it: it waits there too', async () => {
      const other = await phone.context.newPage()
      await other.goto(`${front.url}/app/envois`)
      await expect(other.getByText('Une nouvelle version est prête.')).toBeVisible()
      const install = other.getByRole('button', { name: 'Installer' })
      if ((await install.count()) > 0) await install.click()
      await expect(
        other.getByText('Elle s’installera quand l’enregistrement sera fini.'),
      ).toBeVisible()
      await other.waitForTimeout(1_000)
      expect(await versionOf(other)).toBe('')
      await other.close()
      await page.goto(`${front.url}/app/enregistrer`)
      await expect(page.locator('.bar .word')).toBeVisible()
      await replay(page, fixes(20, 700))
      await expect.poll(async () => (await readStore(page, 'fixes')).length).toBe(60)
    })

    await test.step('after the walk a tap installs it: the same records, byte for byte, then sent', async () => {
      await finishWalk(page)
      await page.goto(`${front.url}/app/envois`)
      await page.getByRole('button', { name: 'Installer' }).click()
      await expect(page.locator('meta[name=version]')).toHaveAttribute('content', 'v2')
      expect(await readStore(page, 'records')).toEqual(records)
      expect(await readStore(page, 'fixes')).toHaveLength(60)
      await expect(page.getByText('Marche à terminer.')).toBeVisible()
      front.setApi(true)
      await page.getByRole('button', { name: 'Envoyer maintenant' }).first().click()
      await expect(page.getByText(/^Reçu le/).first()).toBeVisible()
    })
    await phone.kill()
  } finally {
    await server.dispose()
    await front.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

const fixes = (count: number, afterS: number): ReplayFix[] =>
  Array.from({ length: count }, (_, i) => ({
    lon: -0.57,
    lat: 43.76 + (afterS + i) * 1e-5,
    accuracyM: 5,
    atMs: START_MS + 60_000 + (afterS + i) * 1_000,
  }))

/** The version named in the page that is shown; empty for the one that was built. */
const versionOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name=version]')?.content ?? '')
