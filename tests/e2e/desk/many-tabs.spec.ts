import { expect, test, type Page } from '@playwright/test'
import { invitation } from '../../support/kill-run.ts'
import { aReport, newId } from '../../support/records.ts'
import { startServer, type RunningServer } from '../../support/running-server.ts'

const TABS = 7
let server: RunningServer
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.dispose())

test('seven tabs of a live desk, without HTTP/2: each opens, and each hears of what arrives', async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: 'fr-FR' })
  const first = await context.newPage()
  await first.goto(await invitation(server.dataDir, server.url, 'staff'))
  await first.getByLabel('Votre pseudonyme').fill('Bureau')
  await first.getByRole('checkbox').check()
  await first.getByRole('button', { name: 'Commencer' }).click()
  await first.waitForURL('**/app/bureau')
  const tabs = [first]
  while (tabs.length < TABS) {
    const tab = await context.newPage()
    await tab.goto(first.url())
    await expect(tab.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(tab).toHaveTitle(/^\(\d+\)/)
    tabs.push(tab)
  }
  const before = await countOf(first)
  await sendReport(first)
  for (const tab of tabs) await expect.poll(() => countOf(tab)).toBe(before + 1)
  // The one that listens for all goes; another takes over.
  await first.close()
  const [next, ...others] = tabs.slice(1)
  await sendReport(next!)
  for (const tab of others) await expect.poll(() => countOf(tab)).toBe(before + 2)
  await context.close()
})

/** How many observations wait, as the tab's own title says. */
async function countOf(tab: Page): Promise<number> {
  return Number(/^\((\d+)\)/.exec(await tab.title())?.[1] ?? 0)
}

async function sendReport(tab: Page): Promise<void> {
  const record = JSON.stringify({ ...aReport(), id: newId() })
  await tab.evaluate(async (text) => {
    const { device, territory } = (await (await fetch('/api/session')).json()) as {
      device: string
      territory: string
    }
    const { properties, ...rest } = JSON.parse(text) as { properties: object }
    const records = [{ ...rest, properties: { ...properties, device, territory } }]
    const body = { protocol: 1, device, sentAt: new Date().toISOString(), records }
    await fetch('/api/push', { method: 'POST', body: JSON.stringify(body) })
  }, record)
}
