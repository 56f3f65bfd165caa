import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replay, type ReplayFix } from './geolocation-replay.ts'
import { joinAs, openPhoneBrowser, readStore } from './phone-browser.ts'
import { jalon, startServer } from './running-server.ts'
import { createRandom } from './simulator/random.ts'

export interface KillRun {
  readonly kills: number
  /** Fixes that the screen said were kept, over all kills. */
  readonly acknowledged: number
  readonly emitted: number
  /** Acknowledged and not in the database afterwards: the promise says 0. */
  readonly lost: number
  readonly resumed: number
  /** Holes typed `killed` in the log. */
  readonly typedGaps: number
}

const START_MS = Date.UTC(2026, 4, 12, 8)

/**
 * Records a walk and kills the browser at random instants (promises P01 and P02). One walk goes through
 * all the kills; the server is dead from the first one on.
 */
export async function runKills(kills: number, seed: number): Promise<KillRun> {
  const random = createRandom(seed)
  const server = await startServer()
  const profile = await mkdtemp(join(tmpdir(), 'jalon-kill-'))
  let [acknowledged, emitted, lost, resumed, before] = [0, 0, 0, 0, 0]
  let atMs = START_MS
  const next = (): ReplayFix => {
    emitted += 1
    atMs += 1_000
    return { lon: -0.57, lat: 43.76 + emitted * 1e-5, accuracyM: 5, atMs }
  }
  try {
    let phone = await openPhoneBrowser(profile, server.url, START_MS)
    await joinAs(phone.page, await invitation(server.dataDir, server.url), 'Essai')
    await phone.page.evaluate(() => navigator.serviceWorker.ready)
    await phone.page.goto(`${server.url}/app/enregistrer`)
    await phone.page.getByRole('button', { name: 'Démarrer une marche libre' }).click()
    await server.kill()
    for (let kill = 0; kill < kills; kill += 1) {
      const { page } = phone
      await page.getByText('points gardés').or(page.getByText('point gardé')).waitFor()
      const killAt = Date.now() + 50 + random.uniform(0, 700)
      let kept = before
      while (Date.now() < killAt) {
        await replay(page, [next()], 0)
        kept = Math.max(kept, await shownCount(page))
      }
      await phone.kill()
      acknowledged += kept - before
      atMs += 60_000
      phone = await openPhoneBrowser(profile, server.url, atMs)
      await phone.page.goto(`${server.url}/app/`)
      await phone.page.getByText(/points? gardés?/).waitFor()
      resumed += 1
      const stored = (await readStore(phone.page, 'fixes')).length
      lost += Math.max(0, kept - stored)
      before = stored
    }
    await replay(phone.page, [next(), next()], 20)
    await phone.page.waitForTimeout(300)
    const events = await readStore<{ reason: string }>(phone.page, 'events')
    await phone.kill()
    const typedGaps = events.filter(({ reason }) => reason === 'killed').length
    return { kills, acknowledged, emitted, lost, resumed, typedGaps }
  } finally {
    await server.dispose()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What the screen says is on disk. */
export async function shownCount(page: { textContent(selector: string): Promise<string | null> }) {
  const text = await page.textContent('.details').catch(() => null)
  return Number(/(\d+) points? gardés?/.exec(text ?? '')?.[1] ?? 0)
}

/** A fresh tester link. */
export async function invitation(dataDir: string, url: string, role = 'tester'): Promise<string> {
  const made = await jalon(['invite', '--role', role, '--json'], { JALON_DATA: dataDir })
  const { url: link } = JSON.parse(made.stdout) as { url: string }
  return `${url}/app/rejoindre${link.slice(link.indexOf('#'))}`
}
