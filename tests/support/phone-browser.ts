import { spawn, type ChildProcess } from 'node:child_process'
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { installReplay } from './geolocation-replay.ts'
import { WAIT_MS } from './patience.ts'
import { freePort } from './running-server.ts'

/** Quiet: no sandbox as root, no call to anybody. */
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-pipe',
  '--window-size=390,844',
  '--lang=fr-FR',
  '--accept-lang=fr-FR',
  // A microphone that hears a tone, for whom the story allows it.
  '--use-fake-device-for-media-stream',
]

/** A browser that can be killed as a flat battery would: with SIGKILL, on a profile that stays. */
export interface PhoneBrowser {
  readonly context: BrowserContext
  readonly page: Page
  /** Where other tools can drive it. */
  readonly port: number
  /** The browser's own process. */
  readonly pid: number
  kill(): Promise<void>
  /** Closes it as a person does: cookies reach the disk, which Chromium takes 30 s to do by itself. */
  close(): Promise<void>
}

/**
 * Starts Chromium on a profile; `startMs` is the instant its clock shows, and the test feeds its receiver.
 * With `null` both are the browser's own.
 */
export async function openPhoneBrowser(
  profile: string,
  origin: string,
  startMs: number | null,
): Promise<PhoneBrowser> {
  const port = await freePort()
  const child = spawn(
    process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    [...FLAGS, `--user-data-dir=${profile}`, `--remote-debugging-port=${port}`, 'about:blank'],
    // Nobody speaks through the pipe: it closes when this process dies, and then the browser ends by itself.
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const browser = await connect(port, child)
  const context = browser.contexts()[0]!
  context.setDefaultTimeout(WAIT_MS)
  await context.grantPermissions(['geolocation', 'screen-wake-lock'], { origin })
  if (startMs !== null) await installReplay(context, startMs)
  const page = context.pages()[0] ?? (await context.newPage())
  return {
    context,
    page,
    port,
    pid: child.pid ?? 0,
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      const session = await browser.newBrowserCDPSession()
      await session.send('Browser.close').catch(() => undefined)
      await gone
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
      await browser.close().catch(() => undefined)
      // Its children notice a little later; the profile is theirs until then.
      await new Promise((resolve) => setTimeout(resolve, 300))
    },
  }
}

async function connect(port: number, child: ChildProcess): Promise<Browser> {
  const deadline = Date.now() + WAIT_MS
  for (;;) {
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** Joins with an invitation link, as a tester does. */
export async function joinAs(page: Page, link: string, pseudonym: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Votre pseudonyme').fill(pseudonym)
  await page.getByLabel('J’ai 15 ans ou plus.').check()
  await page.getByRole('button', { name: 'Commencer' }).click()
  await page.getByRole('heading', { name: 'Sentiers' }).waitFor()
  await page.locator('a.card').first().waitFor()
}

/** What lies in the phone's database, read from outside the app. */
export async function readStore<T>(page: Page, store: string): Promise<T[]> {
  return page.evaluate(
    (name) =>
      new Promise<unknown[]>((resolve, reject) => {
        const opening = indexedDB.open('jalon')
        opening.onerror = () => reject(new Error('no database'))
        opening.onsuccess = () => {
          const database = opening.result
          const all = database.transaction(name).objectStore(name).getAll()
          all.onsuccess = () => {
            database.close()
            resolve(all.result as unknown[])
          }
        }
      }),
    store,
  ) as Promise<T[]>
}
