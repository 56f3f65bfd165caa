import { expect, test } from '@playwright/test'
import { openFieldPhone } from '../../support/field-phone.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs } from '../../support/phone-browser.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)

test('[P01] a walk that cannot begin is told in words; pressed twice, it begins once', async () => {
  const { server, phone, dispose } = await openFieldPhone(START_MS)
  try {
    const { page } = phone()
    await joinAs(page, await invitation(server.dataDir, server.url), 'Maïté')
    await page.goto(`${server.url}/app/enregistrer`)
    const start = page.getByRole('button', { name: 'Démarrer une marche libre' })
    await page.evaluate(() => {
      const add = IDBObjectStore.prototype.put
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...row) {
        if (this.name === 'walks') throw new DOMException('full', 'QuotaExceededError')
        return add.apply(this, row)
      }
      Object.assign(window, { mend: () => (IDBObjectStore.prototype.put = add) })
    })
    await start.click()
    await expect(page.getByRole('alert')).toContainText('L’enregistrement n’a pas pu commencer')
    await expect(start).toBeEnabled()

    await page.evaluate(() => (window as unknown as { mend: () => void }).mend())
    await start.evaluate((button: HTMLButtonElement) => {
      button.click()
      button.click()
    })
    await expect(page.locator('.bar .word')).toBeVisible()
    await expect(page.getByText('déjà en cours dans un autre onglet')).toHaveCount(0)
    await expect(page.getByText('n’a pas pu commencer')).toHaveCount(0)
  } finally {
    await dispose()
  }
})
