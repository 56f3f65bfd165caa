/**
 * `npm run bench:walk [-- --seed N]`: a walk of four hours at one fix a second on a trail of 15 km, in a
 * real Chromium whose main thread is slowed down four times, through the real page and its real worker.
 * Fails when the page stops for longer than it may, or when the result comes too late.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { BrowserContext, CDPSession, Page } from '@playwright/test'
import { APP } from '../../../src/contract/endpoints.ts'
import { replay } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs, openPhoneBrowser } from '../../support/phone-browser.ts'
import { startServer } from '../../support/running-server.ts'
import { FIXES, fourHours } from './four-hours.ts'
import { putTrail } from './long-trail.ts'
import { installGauge, longestFrameGapMs, pressedMs, shownMs } from './page-gauge.ts'
import { watchThreads, type ThreadWork } from './thread-trace.ts'

const SLOWDOWN = 4
const HOLD_MS = 1_200
const RESULT_WITHIN_MS = 2_000
const BLOCK_AT_MOST_MS = 50
const START_MS = Date.UTC(2026, 4, 12, 8)
/** So many fixes of each hour are told slowly, to a slow phone, and watched. */
const WATCHED = 40

const { values } = parseArgs({
  options: { seed: { type: 'string' }, fixes: { type: 'string', default: String(FIXES) } },
})
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed)
const count = Number(values.fixes)
const { line, fixes } = fourHours(seed, START_MS + 60_000)
console.log(
  `seed ${seed}: ${count} fixes on ${line.length} vertices; main thread ${SLOWDOWN} × slower; ` +
    `load of the machine ${loadavg()[0]!.toFixed(1)}`,
)

const server = await startServer()
const profile = await mkdtemp(join(tmpdir(), 'jalon-walk-'))
const phone = await openPhoneBrowser(profile, server.url, START_MS)
const missed: string[] = []
try {
  await installGauge(phone.context)
  const { page, context } = phone
  const cdp = await context.newCDPSession(page)
  await joinAs(page, await invitation(server.dataDir, server.url), 'Essai')
  const name = await putTrail(page, line)
  await page.goto(`${server.url}${APP.trails}`)
  await page.getByText(name).click()
  await page.getByRole('button', { name: 'Démarrer le test' }).click()
  await page.locator('.bar .word', { hasText: 'Recherche du signal' }).waitFor()
  await record(page, context, cdp)
  await slowDown(cdp, SLOWDOWN)
  await endOfWalk(page, context)
  await sending(page, context)
} finally {
  await phone.kill()
  await server.dispose()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}
console.log(missed.length === 0 ? '\nEvery limit is kept.' : `\nNot kept: ${missed.join('; ')}`)
process.exitCode = missed.length === 0 ? 0 : 1

/** Hour by hour: what the page and the disk hold, and what one more fix costs a slow phone. */
async function record(page: Page, context: BrowserContext, cdp: CDPSession): Promise<void> {
  console.log(
    '\n| after | fixes on disk | JS heap | IndexedDB | main thread, a fix | longest task |',
  )
  console.log('| ----- | ------------- | ------- | --------- | ------------------ | ------------ |')
  const quarter = Math.floor(count / 4)
  const heaps: number[] = []
  for (let hour = 1; hour <= 4; hour += 1) {
    const upTo = hour * quarter
    await replay(page, fixes.slice(upTo - quarter, upTo - WATCHED), 0)
    await kept(page, upTo - WATCHED)
    await slowDown(cdp, SLOWDOWN)
    const work = await watchThreads(context, async () => {
      await replay(page, fixes.slice(upTo - WATCHED, upTo), 200)
      await kept(page, upTo)
    })
    await slowDown(cdp, 1)
    heaps.push(await heapBytes(cdp))
    console.log(
      `| ${hour} h   | ${upTo} | ${megabytes(heaps.at(-1)!)} | ${megabytes(await diskBytes(page))} ` +
        `| ${(work.mainCpuMs / WATCHED).toFixed(0)} ms | ${task(work)} |`,
    )
    limit(`longest task while recording, hour ${hour}`, work.longestCpuMs, BLOCK_AT_MOST_MS)
  }
  console.log(`JS heap: ${megabytes((heaps[3]! - heaps[0]!) / 3)} more each hour.`)
}

async function endOfWalk(page: Page, context: BrowserContext): Promise<void> {
  const button = page.getByRole('button', { name: 'Maintenir pour terminer' })
  const box = (await button.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  let toMs = 0
  const work = await watchThreads(context, async () => {
    const shown = shownMs(page, `${APP.recording}/fin/`, '.result .figures')
    await page.mouse.down()
    toMs = await shown
    await page.mouse.up()
    await page.waitForTimeout(1_000)
  })
  const fromMs = (await pressedMs(page)) + HOLD_MS
  const ifSlowMs = toMs - fromMs + (SLOWDOWN - 1) * work.workerCpuMs
  console.log('\nEnd of the walk, from the end of the hold to the figures on the screen:')
  await report(page, work, fromMs, toMs)
  console.log(
    `  Browsers slow the page, not its worker; with the worker ${SLOWDOWN} × slower too: ${ifSlowMs.toFixed(0)} ms.`,
  )
  limit('result of the walk', ifSlowMs, RESULT_WITHIN_MS)
  limit('longest task, end of the walk', work.longestCpuMs, BLOCK_AT_MOST_MS)
}

async function sending(page: Page, context: BrowserContext): Promise<void> {
  await page.getByRole('button', { name: 'Conforme', exact: true }).click()
  await page.waitForTimeout(1_000)
  let toMs = 0
  const work = await watchThreads(context, async () => {
    const shown = shownMs(page, APP.outbox, 'h1')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    toMs = await shown
  })
  console.log('\nSend, from the tap to the outbox on the screen:')
  await report(page, work, await pressedMs(page), toMs)
  limit('longest task, send', work.longestCpuMs, BLOCK_AT_MOST_MS)
}

async function report(page: Page, work: ThreadWork, fromMs: number, toMs: number): Promise<void> {
  const gapMs = await longestFrameGapMs(page, fromMs, toMs)
  console.log(
    `  ${(toMs - fromMs).toFixed(0)} ms; worker ${work.workerCpuMs.toFixed(0)} ms; longest task ${task(work)}, ` +
      `${work.tasksOver50Ms} over 50 ms; longest time without a frame ${gapMs.toFixed(0)} ms`,
  )
}

/** Time of the processor first: that of the clock holds what other programs took. */
function task({ longestCpuMs, longestWallMs }: ThreadWork): string {
  return `${longestCpuMs.toFixed(0)} ms (${longestWallMs.toFixed(0)} by the clock)`
}

function limit(what: string, measured: number, atMost: number): void {
  if (measured > atMost) missed.push(`${what} ${measured.toFixed(0)} ms, at most ${atMost} ms`)
}

/** Waits until the screen says that so many fixes are on disk. */
async function kept(page: Page, fixCount: number): Promise<void> {
  await page.getByText(new RegExp(`^${fixCount} points? gardés?$`)).waitFor({ timeout: 600_000 })
}

async function slowDown(cdp: CDPSession, rate: number): Promise<void> {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate })
}

async function heapBytes(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize
}

function diskBytes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const estimate = (await navigator.storage.estimate()) as StorageEstimate & {
      readonly usageDetails?: { readonly indexedDB?: number }
    }
    return estimate.usageDetails?.indexedDB ?? estimate.usage ?? 0
  })
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
