import type { BrowserContext, Page } from '@playwright/test'

/** What a page went through between two marks. Milliseconds of real time, whatever clock the page shows. */
export interface Strain {
  /** From the first mark to the second. */
  readonly tookMs: number
  /** Longest task of the main thread, as the browser itself reports it (0: none of 50 ms or more). */
  readonly longestTaskMs: number
  readonly longTasks: number
  /** Longest time without a frame. Frames come every 17 ms when nothing is in the way. */
  readonly longestFrameGapMs: number
  /** Time that workers took to answer, from the question's last byte to the answer's first. */
  readonly workerMs: number
}

interface Gauge {
  readonly tasks: { readonly startMs: number; readonly ms: number }[]
  readonly frames: number[]
  readonly answers: { readonly atMs: number; readonly ms: number }[]
  pointerDownMs: number
  /** Real time: `performance.now` may be the walk's. */
  readonly nowMs: () => number
}
declare global {
  interface Window {
    jalonGauge: Gauge
  }
}

/** Watches every page of a context from its first script on. */
export async function installGauge(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const gauge: Gauge = {
      tasks: [],
      frames: [],
      answers: [],
      pointerDownMs: 0,
      // A mark is taken by the browser's clock, which no script can move.
      nowMs: () => {
        const { startTime } = performance.mark('gauge')
        performance.clearMarks('gauge')
        return startTime
      },
    }
    window.jalonGauge = gauge
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        gauge.tasks.push({ startMs: startTime, ms: duration })
    }).observe({ entryTypes: ['longtask'] })
    const onFrame = (atMs: number) => {
      gauge.frames.push(atMs)
      requestAnimationFrame(onFrame)
    }
    requestAnimationFrame(onFrame)
    addEventListener('pointerdown', ({ timeStamp }) => (gauge.pointerDownMs = timeStamp), true)
    const RealWorker = Worker
    globalThis.Worker = class extends RealWorker {
      #askedMs: number | null = null
      constructor(...args: ConstructorParameters<typeof RealWorker>) {
        super(...args)
        this.addEventListener('message', () => {
          if (this.#askedMs === null) return
          gauge.answers.push({ atMs: gauge.nowMs(), ms: gauge.nowMs() - this.#askedMs })
          this.#askedMs = null
        })
      }
      override postMessage(
        message: unknown,
        options?: StructuredSerializeOptions | Transferable[],
      ) {
        if (Array.isArray(options)) super.postMessage(message, options)
        else super.postMessage(message, options)
        this.#askedMs = gauge.nowMs()
      }
    }
  })
}

export function nowMs(page: Page): Promise<number> {
  return page.evaluate(() => window.jalonGauge.nowMs())
}

/** Instant of the last press of a finger. */
export function pressedMs(page: Page): Promise<number> {
  return page.evaluate(() => window.jalonGauge.pointerDownMs)
}

/** Resolves with the instant of the first frame that shows `selector`; looks at each frame. */
export function shownMs(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (atMs: number) => {
          if (document.querySelector(wanted)) resolve(atMs)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    selector,
  )
}

/** Resolves with the instant of the first frame under this path. */
export function arrivedMs(page: Page, path: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (atMs: number) => {
          if (location.pathname === wanted) resolve(atMs)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    path,
  )
}

/** What happened from one instant to another; long tasks are told a moment after they end. */
export async function strainBetween(page: Page, fromMs: number, toMs: number): Promise<Strain> {
  await page.waitForTimeout(500)
  const { tasks, frames, answers } = await page.evaluate(() => {
    const { tasks, frames, answers } = window.jalonGauge
    return { tasks, frames, answers }
  })
  const within = tasks.filter(({ startMs, ms }) => startMs + ms > fromMs && startMs < toMs)
  let longestFrameGapMs = 0
  frames.forEach((atMs, i) => {
    const before = frames[i - 1]
    if (before !== undefined && atMs > fromMs && before < toMs)
      longestFrameGapMs = Math.max(longestFrameGapMs, atMs - before)
  })
  return {
    tookMs: toMs - fromMs,
    longestTaskMs: Math.max(0, ...within.map(({ ms }) => ms)),
    longTasks: within.length,
    longestFrameGapMs,
    workerMs: answers
      .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
      .reduce((sum, { ms }) => sum + ms, 0),
  }
}
