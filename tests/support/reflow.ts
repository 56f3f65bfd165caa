import type { Page } from '@playwright/test'

const NARROW = [
  { name: '320 px', width: 320, letters: '' },
  { name: '200 %', width: 390, letters: '200%' },
] as const
/** More than WCAG asks for: a small phone in the hand of somebody who reads large letters. */
const SMALL_AND_LARGE = { name: '320 px and 200 %', width: 320, letters: '200%' } as const

/**
 * What does not fit a narrow screen or letters twice as large (WCAG 1.4.4 and 1.4.10): a page that scrolls
 * sideways, with what makes it so, and actions whose words are cut. `inHand`: both at once as well.
 */
export async function reflowFaults(page: Page, inHand = false): Promise<string[]> {
  const before = page.viewportSize()
  const faults: string[] = []
  for (const { name, width, letters } of inHand ? [...NARROW, SMALL_AND_LARGE] : NARROW) {
    await page.setViewportSize({ width, height: 800 })
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), letters)
    await page.waitForTimeout(200)
    const found = await page.evaluate(() => {
      const root = document.documentElement
      const named = (one: Element) =>
        `${one.tagName.toLowerCase()}.${one.className} "${one.textContent?.trim().slice(0, 40)}"`
      const actions = [...document.querySelectorAll('button, a[href], summary, [role=tab]')]
      const cut = actions.filter(
        (one) =>
          one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline',
      )
      if (root.scrollWidth <= root.clientWidth) return cut.map((one) => `cut ${named(one)}`)
      const wide = [...document.querySelectorAll('body *')].filter(
        (one) => one.getBoundingClientRect().right > root.clientWidth + 1,
      )
      return [
        `${root.scrollWidth - root.clientWidth} px too wide: ${wide.slice(0, 3).map(named).join('; ')}`,
      ]
    })
    faults.push(...found.map((fault) => `${name}: ${fault}`))
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ''))
  if (before) await page.setViewportSize(before)
  return faults
}
