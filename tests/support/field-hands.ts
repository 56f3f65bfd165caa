import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { replay, type ReplayFix } from './geolocation-replay.ts'

/** Starts a walk without a trail, and hears these fixes. */
export async function startFreeWalk(
  page: Page,
  url: string,
  fixes: readonly ReplayFix[],
): Promise<void> {
  await page.goto(`${url}/app/enregistrer`)
  await page.getByRole('button', { name: 'Démarrer une marche libre' }).click()
  await expect(page.locator('.bar .word')).toHaveText('Recherche du signal')
  await replay(page, fixes)
  await expect(page.getByText(`${fixes.length} points gardés`)).toBeVisible()
}

/** Holds the button until the walk is over: again when the page moved under the finger. */
export async function finishWalk(page: Page): Promise<void> {
  const heading = page.getByRole('heading', { name: 'Fin de marche' })
  await expect(async () => {
    if (await heading.isVisible()) return
    await page.getByRole('button', { name: 'Maintenir pour terminer' }).hover({ timeout: 3_000 })
    await page.mouse.down()
    await page.waitForTimeout(1_800)
    await page.mouse.up()
    await expect(heading).toBeVisible({ timeout: 5_000 })
  }).toPass()
}

/** What a screen does that WCAG 2.2 AA forbids, each with the first place where it does. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)
}
