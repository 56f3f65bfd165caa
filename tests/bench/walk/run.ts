/**
 * `npm run bench:walk [-- --seed N]`: a walk of four hours at one fix a second on a trail of 15 km, in a
 * real Chromium whose main thread is slowed down four times, through the real page and its real worker.
 * Fails when the page stops for longer than it may, or when the result comes too late.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { CDPSession, Page } from '@playwright/test'
import { APP } from '../../../src/contract/endpoints.ts'
import { replay } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { joinAs, openPhoneBrowser } from '../../support/phone-browser.ts'
import { startServer } from '../../support/running-server.ts'
import { FIXES, fourHours } from './four-hours.ts'
import { putTrail } from './long-trail.ts'
import {
  arrivedMs,
  installGauge,
  nowMs,
  pressedMs,
  shownMs,
  strainBetween,
  type Strain,
} from './page-gauge.ts'

const SLOWDOWN = 4
const HOLD_MS = 1_200
const RESULT_WITHIN_MS = 2_000
const BLOCK_AT_MOST_MS = 50
const START_MS = Date.UTC(2026, 4, 12, 8)

const { values } = parseArgs({
  options: { seed: { type: 'string' }, fixes: { type: 'string', default: String(FIXES) } },
})
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed)
const count = Number(values.fixes)
const { line, fixes } = fourHours(seed, START_MS + 60_000)
console.log(
  `seed ${seed}: ${count} fixes on ${line.length} vertices; main thread ${SLOWDOWN} × slower`,
)

const server = await startServer()
const profile = await mkdtemp(join(tmpdir(), 'jalon-walk-'))
const phone = await openPhoneBrowser(profile, server.url, START_MS)
const missed: string[] = []
try {
  await installGauge(phone.context)
  const { page } = phone
  const cdp = await phone.context.newCDPSession(page)
  await joinAs(page, await invitation(server.dataDir, server.url), 'Essai')
  const name = await putTrail(page, line)
  await page.goto(`${server.url}/app/sentiers`)
  await page.getByText(name).click()
  await page.getByRole('button', { name: 'Démarrer le test' }).click()
  await page.getByText('Recherche du signal').waitFor()
  await cdp.send('Performance.enable')
  await record(page, cdp)
  await slowDown(cdp, SLOWDOWN)
  await endOfWalk(page)
  await sending(page)
} finally {
  await phone.kill()
  await server.dispose()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}
console.log(missed.length === 0 ? '\nEvery limit is kept.' : `\nNot kept: ${missed.join('; ')}`)
process.exitCode = missed.length === 0 ? 0 : 1

/** Hour by hour: what the page and the disk hold, and what one more fix costs a slow phone. */
async function record(page: Page, cdp: CDPSession): Promise<void> {
  console.log(
    '\n| after | fixes on disk | JS heap | IndexedDB | main thread, per fix | longest task |',
  )
  console.log(
    '| ----- | ------------- | ------- | --------- | -------------------- | ------------ |',
  )
  const quarter = Math.floor(count / 4)
  const heaps: number[] = []
  for (let hour = 1; hour <= 4; hour += 1) {
    const upTo = hour * quarter
    const slow = Math.min(40, Math.floor(quarter / 2))
    await replay(page, fixes.slice(upTo - quarter, upTo - slow), 0)
    await kept(page, upTo - slow)
    await slowDown(cdp, SLOWDOWN)
    const [before, from] = [await taskMs(cdp), await nowMs(page)]
    await replay(page, fixes.slice(upTo - slow, upTo), 100)
    await kept(page, upTo)
    const perFixMs = ((await taskMs(cdp)) - before) / slow
    const strain = await strainBetween(page, from, await nowMs(page))
    await slowDown(cdp, 1)
    const heap = await heapBytes(cdp)
    heaps.push(heap)
    const disk = await page.evaluate(async () => {
      const estimate = (await navigator.storage.estimate()) as StorageEstimate & {
        usageDetails?: { indexedDB?: number }
      }
      return estimate.usageDetails?.indexedDB ?? estimate.usage ?? 0
    })
    console.log(
      `| ${hour} h   | ${upTo} | ${megabytes(heap)} | ${megabytes(disk)} | ${perFixMs.toFixed(1)} ms | ${strain.longestTaskMs.toFixed(0)} ms |`,
    )
    limit(`longest task while recording, hour ${hour}`, strain.longestTaskMs, BLOCK_AT_MOST_MS)
  }
  const growth = (heaps[3]! - heaps[0]!) / 3
  console.log(`JS heap: ${megabytes(growth)} an hour.`)
}

async function endOfWalk(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Maintenir pour terminer' })
  const box = (await button.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const shown = shownMs(page, '.result .figures')
  await page.mouse.down()
  const toMs = await shown
  await page.mouse.up()
  const fromMs = (await pressedMs(page)) + HOLD_MS
  const strain = await strainBetween(page, fromMs, toMs)
  const after = await strainBetween(page, toMs, toMs + 1_500)
  const ifSlowMs = strain.tookMs + (SLOWDOWN - 1) * strain.workerMs
  console.log('\nEnd of the walk, from the end of the hold to the figures on the screen:')
  report(strain)
  console.log(
    `  The worker is not slowed by the browser; four times slower too: ${ifSlowMs.toFixed(0)} ms in all.`,
  )
  limit('result of the walk', ifSlowMs, RESULT_WITHIN_MS)
  limit(
    'longest task, end of walk',
    Math.max(strain.longestTaskMs, after.longestTaskMs),
    BLOCK_AT_MOST_MS,
  )
}

async function sending(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Conforme', exact: true }).click()
  await page.waitForTimeout(1_000)
  const sent = arrivedMs(page, APP.outbox)
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  const toMs = await sent
  const strain = await strainBetween(page, await pressedMs(page), toMs)
  console.log('\nSend, from the tap to the outbox on the screen:')
  report(strain)
  limit('longest task, send', strain.longestTaskMs, BLOCK_AT_MOST_MS)
}

function report({ tookMs, longestTaskMs, longTasks, longestFrameGapMs, workerMs }: Strain): void {
  console.log(
    `  ${tookMs.toFixed(0)} ms, of which the worker ${workerMs.toFixed(0)} ms; ${longTasks} long tasks, ` +
      `the longest ${longestTaskMs.toFixed(0)} ms; longest time without a frame ${longestFrameGapMs.toFixed(0)} ms`,
  )
}

function limit(what: string, measured: number, atMost: number): void {
  if (measured > atMost) missed.push(`${what} ${measured.toFixed(0)} ms, at most ${atMost} ms`)
}

/** Waits until the screen says that so many fixes are on disk. */
async function kept(page: Page, fixCount: number): Promise<void> {
  await page
    .getByText(`${fixCount.toLocaleString('fr-FR')} points gardés`)
    .or(page.getByText(`${fixCount} points gardés`))
    .waitFor({ timeout: 600_000 })
}

async function slowDown(cdp: CDPSession, rate: number): Promise<void> {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate })
}

async function taskMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
}

async function heapBytes(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
