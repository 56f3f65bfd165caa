import { join as path } from 'node:path'
import { devices, expect, test, type Page } from '@playwright/test'
import { APP, PAGES } from '../../../src/contract/endpoints.ts'
import { accessibilityFaults, startFreeWalk } from '../../support/field-hands.ts'
import { openFieldPhone, type FieldPhone } from '../../support/field-phone.ts'
import { replay } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs } from '../../support/phone-browser.ts'
import { reflowFaults } from '../../support/reflow.ts'

/** What a person who listens, who uses keys alone, or who needs large letters meets: beyond what axe sees. */
const START_MS = Date.UTC(2026, 4, 12, 8)
let field: FieldPhone
let page: Page
let url: string

test.beforeEach(async () => {
  field = await openFieldPhone(START_MS)
  ;({ page } = field.phone())
  ;({ url } = field.server)
})
test.afterEach(() => field.dispose())

const join = async () => joinAs(page, await invitation(field.server.dataDir, url), 'Maïté')
const fixes = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({
    lon: -0.57,
    lat: 43.76 + (from + i) * 1e-5,
    accuracyM: 5,
    atMs: START_MS + 60_000 + (from + i) * 1_000,
  }))
const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())
/** Every word that a live region was given. */
const listen = () =>
  page.evaluate(() => {
    const said: string[] = []
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const node = target instanceof Element ? target : target.parentElement
        const region = node?.closest('[role=status], [role=alert], [aria-live]')
        if (region?.textContent?.trim()) said.push(region.textContent.trim())
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
    Object.assign(window, { said })
  })
const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said)

test('a new screen is read from its heading on, and names the window', async () => {
  await join()
  await page.locator('a.card').first().click()
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toBeFocused()
  await expect(page).toHaveTitle(`${(await heading.textContent())!.trim()} · Jalon`)
  await page.getByRole('link', { name: /^Mes envois/ }).click()
  await expect(page.getByRole('heading', { name: 'Mes envois' })).toBeFocused()
  await expect(page).toHaveTitle('Mes envois · Jalon')
})

test('[P04] a recording says its state once, and the pocket keeps keys inside', async () => {
  await join()
  await startFreeWalk(page, url, fixes(10))
  expect(await focused()).toMatch(/^Enregistrer/)
  await listen()
  await replay(page, fixes(10, 10))
  await expect(page.getByText(/^Signal perdu depuis/)).toBeVisible()
  await page.waitForTimeout(2_500)
  const news = (await said()).filter((text) => text.startsWith('Signal perdu'))
  expect(news).toEqual([expect.stringMatching(/^Signal perdu\. Aucun point/)])

  const pocket = page.getByRole('button', { name: 'Poche' })
  await pocket.focus()
  await page.keyboard.press('Enter')
  const back = page.getByRole('button', { name: 'Maintenir pour revenir' })
  await expect(back).toBeFocused()
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('Tab')
  expect(
    await page.evaluate(() => document.activeElement?.closest('main > * > :not(dialog)')),
  ).toBe(null)
  await page.keyboard.press('Escape')
  await expect(back).toBeVisible()
  await back.focus()
  await page.keyboard.down('Enter')
  await page.waitForTimeout(1_500)
  await page.keyboard.up('Enter')
  await expect(pocket).toBeFocused()
})

test('what is wrong in a form is tied to its field, which has the focus', async () => {
  await page.goto(url + APP.join)
  await page.getByRole('button', { name: 'Commencer' }).click()
  await expect(page.getByLabel('Code d’invitation')).toBeFocused()
  const tick = page.getByRole('checkbox')
  await expect(tick).toHaveAccessibleDescription('Il faut avoir 15 ans pour participer.')
  await expect(page.getByLabel('Votre pseudonyme')).toHaveAccessibleDescription(
    /Choisissez un pseudonyme/,
  )
})

test('an iPhone is shown how to install first, and its app takes the link that was sent', async ({
  browser,
}) => {
  const { userAgent, viewport } = devices['iPhone 14']
  const iphone = await browser.newContext({ userAgent, viewport, hasTouch: true, locale: 'fr-FR' })
  const safari = await iphone.newPage()
  const link = await invitation(field.server.dataDir, url)
  await safari.goto(link)
  const notice = safari.locator('.notice', {
    hasText: 'mettez d’abord Jalon sur l’écran d’accueil',
  })
  await expect(notice.getByRole('listitem')).toHaveCount(3)
  expect(await accessibilityFaults(safari)).toEqual([])
  if (process.env['JALON_LOOK'])
    await safari.screenshot({ path: path(process.env['JALON_LOOK'], 'join-iphone.png') })

  await safari.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('Copying is refused.'))
  })
  await safari.getByRole('button', { name: 'Copier le lien' }).click()
  await expect(notice.getByRole('alert')).toContainText(link)
  await safari.reload()
  await iphone.grantPermissions(['clipboard-read', 'clipboard-write'])
  await safari.getByRole('button', { name: 'Copier le lien' }).click()
  await expect(safari.getByRole('button', { name: 'Lien copié' })).toBeVisible()
  expect(await safari.evaluate(() => navigator.clipboard.readText())).toBe(link)

  await safari.goto('about:blank')
  await safari.goto(url + APP.join)
  await safari.getByLabel('Code d’invitation').fill(` ${link}\n`)
  await safari.getByLabel('Votre pseudonyme').fill('Maïté')
  await safari.getByRole('checkbox').check()
  await safari.getByRole('button', { name: 'Commencer' }).click()
  await expect(safari.getByRole('heading', { name: 'Sentiers' })).toBeVisible()
  await safari.goto(`${url}/app/reglages`)
  await expect(safari.getByText('Touchez Partager, au bas de Safari')).toBeVisible()
  await iphone.close()
})

test('what is chosen shows in the system’s own few colours', async () => {
  await join()
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto(`${url}/app/reglages`)
  const ground = (name: string) =>
    page
      .getByRole('button', { name })
      .evaluate((element) => getComputedStyle(element).backgroundColor)
  expect(await ground('Français')).not.toBe(await ground('English'))
})

test('every screen fits 320 px and letters twice as large', async () => {
  const fits = async (name: string, inHand = true) =>
    expect.soft(await reflowFaults(page, inHand), name).toEqual([])
  await page.goto(url + APP.join)
  await fits('join')
  await join()
  await fits('trails')
  await page.locator('a.card').first().click()
  await page.getByRole('button', { name: 'Démarrer le test' }).waitFor()
  await fits('trail')
  for (const path of [APP.outbox, APP.packs, APP.importWalk, '/app/reglages', APP.signIn]) {
    await page.goto(url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await fits(path)
  }
  await startFreeWalk(page, url, fixes(10))
  await fits('recording')
  await page.getByRole('button', { name: 'Patrimoine' }).click()
  await page.getByRole('button', { name: 'Déplacer' }).click()
  await fits('heritage')
  for (const path of [PAGES.home, '/nulle-part']) {
    await page.goto(url + path)
    await fits(path, false)
  }
  await page.goto(url + PAGES.home)
  await page.locator('a[href^="/sentiers/"]').first().click()
  await fits('public trail', false)
})

test('the desk fits 320 px and letters twice as large, and names its pages', async () => {
  await page.goto(await invitation(field.server.dataDir, url, 'staff'))
  await page.getByLabel('Votre pseudonyme').fill('Odile')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Commencer' }).click()
  await page.getByRole('heading', { name: 'À décider' }).waitFor()
  const fits = async (name: string) => expect.soft(await reflowFaults(page), name).toEqual([])
  await fits('decide')
  await page.locator('#desk-trails a').first().click()
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toBeFocused()
  await expect(page).toHaveTitle(new RegExp(`${(await heading.textContent())!.trim()} · Jalon$`))
  await page.locator('#desk-observations .row').nth(1).click()
  await fits('trail')
  for (const tab of ['Publier', 'Catalogue', 'Tracé']) {
    await page.getByRole('tab', { name: tab }).click()
    await fits(tab)
  }
  for (const path of ['nouveau', 'personnes', 'illisibles']) {
    await page.goto(`${url}${APP.desk}/${path}`)
    await heading.waitFor()
    await fits(path)
  }
})
