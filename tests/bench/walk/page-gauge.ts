import type { BrowserContext, Page } from '@playwright/test'

interface Gauge {
  readonly frames: number[]
  pressedMs: number
}
declare global {
  interface Window {
    jalonGauge: Gauge
  }
}

/**
 * Watches every page of a context from its first script on. Its milliseconds are the browser's own
 * (frames and events carry them), whatever clock the walk's replay shows to the page.
 */
export async function installGauge(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const gauge: Gauge = { frames: [], pressedMs: 0 }
    window.jalonGauge = gauge
    const onFrame = (atMs: number) => {
      gauge.frames.push(atMs)
      requestAnimationFrame(onFrame)
    }
    requestAnimationFrame(onFrame)
    addEventListener('pointerdown', ({ timeStamp }) => (gauge.pressedMs = timeStamp), true)
  })
}

/** Instant of the last press of a finger. */
export function pressedMs(page: Page): Promise<number> {
  return page.evaluate(() => window.jalonGauge.pressedMs)
}

/** Resolves with the instant of the first frame on this path that shows `selector`. */
export function shownMs(page: Page, path: string, selector: string): Promise<number> {
  return page.evaluate(
    ([start, wanted]) =>
      new Promise<number>((resolve) => {
        const look = (atMs: number) => {
          if (location.pathname.startsWith(start) && document.querySelector(wanted)) resolve(atMs)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    [path, selector] as const,
  )
}

/** Longest time without a frame between two instants; frames come every 17 ms when nothing hinders. */
export function longestFrameGapMs(page: Page, fromMs: number, toMs: number): Promise<number> {
  return page.evaluate(
    ([from, to]) =>
      window.jalonGauge.frames.reduce((longest, atMs, i, frames) => {
        const before = frames[i - 1] ?? atMs
        return atMs > from && before < to ? Math.max(longest, atMs - before) : longest
      }, 0),
    [fromMs, toMs] as const,
  )
}
