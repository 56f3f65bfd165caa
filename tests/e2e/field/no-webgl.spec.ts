import { expect, test } from '@playwright/test'
import { openFieldPhone } from '../../support/field-phone.ts'
import { replay } from '../../support/geolocation-replay.ts'
import { startFreeWalk } from '../../support/field-hands.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs } from '../../support/phone-browser.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)

test('a browser that draws no map says so; the list and the recording do without', async () => {
  const { server, phone, dispose } = await openFieldPhone(START_MS)
  try {
    const { page, context } = phone()
    await context.addInitScript(() => {
      const getContext = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'getContext')!
        .value as (this: HTMLCanvasElement, kind: string, ...more: unknown[]) => unknown
      Object.assign(HTMLCanvasElement.prototype, {
        getContext(this: HTMLCanvasElement, kind: string, ...more: unknown[]) {
          return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...more)
        },
      })
    })
    await joinAs(page, await invitation(server.dataDir, server.url), 'Maïté')
    await page.getByRole('tab', { name: 'Carte' }).click()
    await expect(page.getByText('La carte ne peut pas')).toBeVisible()
    await page.getByRole('tab', { name: 'Liste' }).click()
    await expect(page.locator('a.card').first()).toBeVisible()

    const fixes = Array.from({ length: 20 }, (_, i) => ({
      ...{ lon: -0.57 + i * 1e-4, lat: 43.76, accuracyM: 5, atMs: START_MS + 60_000 + i * 1_000 },
    }))
    await startFreeWalk(page, server.url, fixes.slice(0, 10))
    await page.getByRole('button', { name: 'Carte' }).click()
    await expect(page.getByText('La carte ne peut pas')).toBeVisible()
    await replay(page, fixes.slice(10))
    await expect(page.getByText('20 points gardés')).toBeVisible()
  } finally {
    await dispose()
  }
})
