import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { replay } from '../support/geolocation-replay.ts'
import { invitation } from '../support/kill-run.ts'
import { joinAs, openPhoneBrowser } from '../support/phone-browser.ts'
import { startServer, type RunningServer } from '../support/running-server.ts'

/**
 * `npm run bench:arrival`: from the invitation link to the first stored fix on a slow network and a slow
 * phone (P20), then Lighthouse on the two screens that are opened most. Limits: 60 s; performance 95,
 * accessibility and best practices 100.
 */
const LIGHTHOUSE = 'lighthouse@13.5.0'
/** What Lighthouse calls slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
}
const CPU_SLOWDOWN = 4
const LIMITS = { performance: 95, accessibility: 100, 'best-practices': 100 } as const
const START_MS = Date.UTC(2026, 4, 12, 8)

const server = await startServer()
const profile = await mkdtemp(join(tmpdir(), 'jalon-arrival-'))
let missed = 0
try {
  await measureArrival(server)
  await measureScreens(server)
} finally {
  await server.dispose()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}
process.exit(missed === 0 ? 0 : 1)

async function measureArrival({ dataDir, url }: RunningServer): Promise<void> {
  const link = await invitation(dataDir, url)
  const phone = await openPhoneBrowser(profile, url, START_MS)
  const { page } = phone
  const session = await phone.context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW_4G)
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  let received = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (received += encodedDataLength))
  let taps = 0
  const tap = async (target: ReturnType<Page['locator']>) => {
    await target.click()
    taps += 1
  }

  const startMs = Date.now()
  const marks: string[] = []
  const mark = (what: string) =>
    marks.push(`${what} ${((Date.now() - startMs) / 1000).toFixed(1)} s`)
  await page.goto(link)
  await page.getByLabel('Votre pseudonyme').waitFor()
  mark('form')
  await tap(page.getByLabel('Votre pseudonyme'))
  await page.keyboard.type('Maïté')
  await tap(page.getByLabel('J’ai 15 ans ou plus.'))
  await tap(page.getByRole('button', { name: 'Commencer' }))
  await page.locator('a.card').first().waitFor()
  mark('trails')
  await tap(page.locator('a.card').first())
  await tap(page.getByRole('button', { name: 'Démarrer le test' }))
  await page.locator('.bar .word').waitFor()
  mark('recorder')
  await replay(page, [{ lon: -0.57, lat: 43.76, accuracyM: 5, atMs: START_MS + 120_000 }])
  await page.getByText('1 point gardé').waitFor()
  const seconds = (Date.now() - startMs) / 1000
  if (seconds > 60) missed += 1
  console.log(
    `arrival: link to first stored fix ${seconds.toFixed(1)} s of 60 (slow 4G, CPU ÷ ${CPU_SLOWDOWN}) · ` +
      `${taps} taps and a pseudonym · ${Math.round(received / 1024)} kB received · ${marks.join(', ')}`,
  )
  await phone.kill()
}

async function measureScreens({ dataDir, url }: RunningServer): Promise<void> {
  const fresh = `${profile}-screens`
  const phone = await openPhoneBrowser(fresh, url, null)
  await joinAs(phone.page, await invitation(dataDir, url), 'Maïté')
  await phone.page.evaluate(() => navigator.serviceWorker.ready)
  try {
    for (const screen of ['/app/sentiers', '/app/envois']) {
      const scores = await lighthouse(`${url}${screen}`, phone.port)
      if (typeof scores === 'string') {
        console.log(`arrival: ${LIGHTHOUSE} cannot be had here (${scores})`)
        return
      }
      const said = Object.entries(LIMITS).map(([name, limit]) => {
        const score = Math.round((scores[name] ?? 0) * 100)
        if (score < limit) missed += 1
        return `${name} ${score} of ${limit}`
      })
      console.log(`arrival: Lighthouse mobile ${screen}: ${said.join(' · ')}`)
    }
  } finally {
    await phone.kill()
    await rm(fresh, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The scores of a page, 0 to 1, in a browser that is joined already; else why there are none. */
async function lighthouse(url: string, port: number): Promise<Record<string, number> | string> {
  const output = join(profile, 'lighthouse.json')
  const child = spawn(
    'npm',
    [
      'exec',
      '--yes',
      `--package=${LIGHTHOUSE}`,
      '--',
      'lighthouse',
      url,
      `--port=${port}`,
      '--disable-storage-reset',
      '--quiet',
      '--output=json',
      `--output-path=${output}`,
      `--only-categories=${Object.keys(LIMITS).join(',')}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')))
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) return complaint.trim().split('\n').at(-1) ?? `exit ${String(code)}`
  const report = JSON.parse(await readFile(output, 'utf8')) as {
    categories: Record<string, { score: number; auditRefs: { id: string; weight: number }[] }>
    audits: Record<string, { score: number | null; title: string }>
  }
  for (const category of Object.values(report.categories))
    for (const { id, weight } of category.auditRefs) {
      const audit = report.audits[id]
      if (weight > 0 && audit && audit.score !== null && audit.score < 0.9)
        console.log(`  ${id} ${audit.score}: ${audit.title}`)
    }
  return Object.fromEntries(
    Object.entries(report.categories).map(([name, { score }]) => [name, score]),
  )
}
