import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'
import type { Role } from '../../../src/contract/access.ts'
import { accessibilityFaults } from '../../support/field-hands.ts'
import { invitation } from '../../support/kill-run.ts'
import { aReport, newId } from '../../support/records.ts'
import { startServer, type RunningServer } from '../../support/running-server.ts'

let server: RunningServer
const contexts: BrowserContext[] = []
const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  await server.dispose()
})

async function join(
  browser: Browser,
  role: Role,
  { name, viewport = DESK, locale = 'fr-FR' }: { name: string; viewport?: object; locale?: string },
): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { ...DESK, ...viewport } })
  contexts.push(context)
  const page = await context.newPage()
  await page.goto(await invitation(server.dataDir, server.url, role))
  await page.getByLabel('Votre pseudonyme').fill(name)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Commencer' }).click()
  await page.waitForURL(role === 'tester' ? '**/app/sentiers' : '**/app/bureau')
  return page
}

/** What the phone of this page would hand over, were it pushed now. */
async function handOver(page: Page): Promise<{ id: string; outcome: string; code?: string }> {
  const session = await page.evaluate(async () => {
    const answer = await fetch('/api/session')
    return (await answer.json()) as { device: string; territory: string }
  })
  return push(page, session)
}

async function push(page: Page, { device, territory }: { device: string; territory: string }) {
  const record = { ...aReport({ device, territory, text: 'Un chêne en travers' }), id: newId() }
  const body = JSON.stringify({
    ...{ protocol: 1, device, sentAt: new Date().toISOString() },
    records: [record],
  })
  return page.evaluate(async (text) => {
    const answer = await fetch('/api/push', { method: 'POST', body: text })
    const { outcomes } = (await answer.json()) as { outcomes: { id: string; outcome: string }[] }
    return outcomes[0]!
  }, body)
}

const axe = async (page: Page) => expect(await accessibilityFaults(page)).toEqual([])

test('[P29] [P09] what a withdrawn phone still brings is taken in by hand, and the journal says so in words', async ({
  browser,
}, testInfo) => {
  const phone = await join(browser, 'tester', { name: 'Capucine', viewport: PHONE })
  const session = await phone.evaluate(async () => {
    const answer = await fetch('/api/session')
    return (await answer.json()) as { device: string; territory: string }
  })
  expect(await handOver(phone)).toMatchObject({ outcome: 'created' })
  const desk = await join(browser, 'admin', { name: 'Odile' })

  await desk.goto(`${server.url}/app/bureau/personnes`)
  const device = desk.getByRole('listitem').filter({ hasText: 'Capucine' }).first()
  await device.getByRole('button', { name: 'Retirer l’accès' }).click()
  await device.getByRole('button', { name: 'Oui, retirer' }).click()
  const journal = desk.locator('.journal')
  await expect(journal.getByRole('listitem').first()).toContainText(
    'Odile a retiré l’accès de Capucine',
  )
  await expect(journal).toContainText('Capucine a accepté une invitation')

  expect(await push(phone, session)).toMatchObject({ outcome: 'rejected', code: 'device-revoked' })
  await desk.getByRole('link', { name: 'Illisibles' }).click()
  const kept = desk.getByRole('listitem').filter({ hasText: 'de Capucine' })
  await expect(kept).toContainText('L’accès de cet appareil avait été retiré.')
  await kept.getByText('Voir ce qui a été envoyé').click()
  await expect(kept).toContainText('Un chêne en travers')
  await desk.screenshot({ path: testInfo.outputPath('quarantine.png'), fullPage: true })
  await axe(desk)
  await kept.getByRole('button', { name: 'Reprendre' }).click()
  await expect(desk.getByText('L’observation est reprise.')).toBeVisible()
  await expect(kept).toHaveCount(0)
  await desk.screenshot({ path: testInfo.outputPath('taken-in.png'), fullPage: true })

  await desk.getByRole('link', { name: 'Personnes' }).click()
  const first = journal.getByRole('listitem').first()
  await expect(first).toContainText('Odile a repris une observation gardée de côté')
  await expect(first).toContainText('l’accès de cet appareil avait été retiré')
  await axe(desk)
  await desk.screenshot({ path: testInfo.outputPath('journal.png'), fullPage: true })
})

test('[P29] the journal is read on with the keyboard, on a large screen and on a small one', async ({
  browser,
}, testInfo) => {
  const desk = await join(browser, 'admin', { name: 'Odile' })
  await desk.goto(`${server.url}/app/bureau/personnes`)
  const lines = desk.locator('.journal').getByRole('listitem')
  await expect(lines).toHaveCount(50)
  // The demonstration decided much: every line is a sentence, no code is left.
  const texts = await lines.allInnerTexts()
  for (const text of texts) expect(text).not.toMatch(/decided|applied|[{}]|create-trail/)
  const older = desk.getByRole('button', { name: 'Voir plus ancien' })
  await older.focus()
  await desk.keyboard.press('Enter')
  await expect(lines.nth(50)).toBeFocused()
  await desk.setViewportSize(PHONE)
  await axe(desk)
  await lines.nth(48).scrollIntoViewIfNeeded()
  await desk.screenshot({ path: testInfo.outputPath('journal-phone.png') })
})
