import { expect, test } from '@playwright/test'
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
  await first.locator('a[href^="/app/bureau/sentiers/"]').first().click()
  await first.waitForURL('**/app/bureau/sentiers/**')
  const trail = first.url()
  const tabs = [first]
  while (tabs.length < TABS) {
    const tab = await context.newPage()
    await tab.goto(trail)
    await expect(tab.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(tab).toHaveTitle(/^\(\d+\)/)
    tabs.push(tab)
  }
  const countOf = async (tab: (typeof tabs)[0]) =>
    Number(/^\((\d+)\)/.exec(await tab.title())?.[1] ?? 0)
  const before = await countOf(first)
  await first.evaluate(
    async ([id, record]) => {
      const { device, territory } = (await (await fetch('/api/session')).json()) as {
        device: string
        territory: string
      }
      const { properties, ...rest } = JSON.parse(record) as { properties: object }
      const records = [{ ...rest, id, properties: { ...properties, device, territory } }]
      const body = { protocol: 1, device, sentAt: new Date().toISOString(), records }
      await fetch('/api/push', { method: 'POST', body: JSON.stringify(body) })
    },
    [newId(), JSON.stringify(aReport({ trail: trail.split('/').at(-1)!.split('?')[0]! }))] as const,
  )
  for (const tab of tabs) await expect.poll(() => countOf(tab)).toBe(before + 1)
  // The one that listens for all goes; another takes over.
  await first.close()
  await tabs[3]!.reload()
  await expect(tabs[3]!.getByRole('heading', { level: 1 })).toBeVisible()
  await context.close()
})
