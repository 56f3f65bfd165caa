import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { accessibilityFaults } from '../../support/field-hands.ts'
import { invitation } from '../../support/kill-run.ts'
import { startServer, type RunningServer } from '../../support/running-server.ts'

let server: RunningServer
/** Keys are made for a name, not for a number. */
let url: string
const contexts: BrowserContext[] = []

test.beforeEach(async () => {
  server = await startServer()
  url = server.url
})
test.afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  await server.dispose()
})

async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR' })
  contexts.push(context)
  return context.newPage()
}

/** The authenticator of a laptop: it finds its keys by itself and asks for a finger, which is there. */
async function withKeys(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function join(page: Page, role: 'staff' | 'tester', name: string): Promise<void> {
  const link = await invitation(server.dataDir, server.url, role)
  await page.goto(link.replace(server.url, url))
  await page.getByLabel('Votre pseudonyme').fill(name)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Commencer' }).click()
  await page.waitForURL(role === 'staff' ? '**/app/bureau' : '**/app/sentiers')
}

const axe = async (page: Page) => expect(await accessibilityFaults(page)).toEqual([])

test('[P29] the office adds a key, signs out and in with it, and comes back elsewhere with a code, once', async ({
  browser,
}) => {
  const page = await openPage(browser)
  await withKeys(page)
  await join(page, 'staff', 'Odile')
  await page.goto(`${url}/app/reglages`)
  await page.getByLabel('Nom de la clé').fill('PC du bureau')
  await page.getByRole('button', { name: 'Ajouter une clé' }).click()
  await expect(page.getByText('PC du bureau', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Faire un code de secours' }).click()
  const sheet = page.locator('.recovery-sheet')
  const code = await sheet.locator('.code').innerText()
  expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){4}$/)
  await axe(page)
  await sheet.getByRole('button', { name: 'C’est rangé' }).click()
  await expect(page.getByText(code)).toHaveCount(0)

  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await page.waitForURL('**/app/connexion')
  await axe(page)
  await page.goto(`${url}/app/bureau`)
  await page.getByRole('link', { name: 'Se connecter avec une clé' }).click()
  await page.getByRole('button', { name: 'Utiliser ma clé d’accès' }).click()
  await page.waitForURL('**/app/bureau')
  await expect(page.getByRole('navigation').first()).toBeVisible()

  const elsewhere = await openPage(browser)
  await elsewhere.goto(`${url}/app/rejoindre`)
  await elsewhere.getByRole('link', { name: 'Se connecter avec une clé' }).click()
  await elsewhere.getByLabel('Code de secours').fill(code.toLowerCase())
  await elsewhere.getByRole('button', { name: 'Utiliser le code' }).click()
  await elsewhere.waitForURL('**/app/bureau')

  const third = await openPage(browser)
  await third.goto(`${url}/app/connexion`)
  await third.getByLabel('Code de secours').fill(code)
  await third.getByRole('button', { name: 'Utiliser le code' }).click()
  await expect(third.getByText('Ce code de secours a déjà servi.')).toBeVisible()
})

test('[P26] a tester takes the own data along, then is forgotten; without a network it says so', async ({
  browser,
}) => {
  const page = await openPage(browser)
  await join(page, 'tester', 'Maïté')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.goto(`${url}/app/reglages`)
  await expect(page.getByText('Clés d’accès')).toHaveCount(0)
  const save = page.getByRole('button', { name: 'Recevoir mes données' })
  await save.waitFor()
  await page.context().setOffline(true)
  await save.click()
  await expect(page.getByText('Il faut du réseau pour cela.')).toBeVisible()
  await page.context().setOffline(false)
  const download = page.waitForEvent('download')
  await save.click()
  const file = await download
  expect(file.suggestedFilename()).toBe('jalon-mes-donnees.json')
  await page.getByRole('button', { name: 'Effacer mes données…' }).click()
  await expect(page.getByText('Restent, sans votre nom')).toBeVisible()
  await axe(page)
  await page.getByLabel('J’ai compris').check()
  await page.getByRole('button', { name: 'Effacer mes données', exact: true }).click()
  await page.waitForURL('**/app/rejoindre')
  const status = await page.evaluate(async () => (await fetch('/api/session')).status)
  expect(status).toBe(401)
})
