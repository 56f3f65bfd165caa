import { expect, test } from '@playwright/test'
import { openFieldPhone } from '../../support/field-phone.ts'

test('[P02] a storage that does not answer is told, never a blank page; when it answers, Jalon is there', async () => {
  const field = await openFieldPhone(null)
  try {
    const { page, context } = field.phone()
    const app = await context.newPage()
    await app.goto(`${field.server.url}/app/rejoindre`)
    await expect(app.getByLabel('Votre pseudonyme')).toBeVisible()
    await page.goto(field.server.url)
    // Another window that keeps the database to itself, as WebKit lets a page do that fell asleep while writing.
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('jalon')
          opening.onerror = () => reject(new Error('no database'))
          opening.onsuccess = () => {
            const database = opening.result
            const held = { release: false }
            Object.assign(window, { held })
            const transaction = database.transaction(database.objectStoreNames, 'readwrite')
            const holdOn = () => {
              resolve()
              if (held.release) return database.close()
              transaction.objectStore('settings').count().onsuccess = holdOn
            }
            holdOn()
          }
        }),
    )
    await app.reload()
    await expect(app.getByRole('alert')).toContainText('Jalon retrouve ce que ce téléphone garde.')
    await expect(app.getByRole('button', { name: 'Recharger' })).toBeVisible()
    await app.screenshot({ path: test.info().outputPath('waiting.png') })
    await page.evaluate(() => {
      ;(window as unknown as { held: { release: boolean } }).held.release = true
    })
    await expect(app.getByLabel('Votre pseudonyme')).toBeVisible()
    await expect(app.getByRole('alert')).toHaveCount(0)
  } finally {
    await field.dispose()
  }
})
