import { expect } from '@playwright/test'
import type { ReplayFix } from '../geolocation-replay.ts'

/** One tab of a browser that is not Chromium, whatever protocol drives it. Places are XPath. */
export interface EngineTab {
  goto(url: string): Promise<void>
  /** Runs a function that stands by itself in the page, and gives what it gives. */
  run<Args extends unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>
  /** A press as a finger makes it: the browser sees a person's gesture. */
  click(place: string): Promise<void>
  /** Presses, holds and lets go. */
  hold(place: string, forMs: number): Promise<void>
  type(place: string, text: string): Promise<void>
  /** Gives files to a file input. */
  choose(place: string, paths: readonly string[]): Promise<void>
}

export interface EngineBrowser {
  readonly tab: EngineTab
  newTab(): Promise<EngineTab>
  /** SIGKILL: what a flat battery does. */
  kill(): Promise<void>
  /** As a person closes it. */
  close(): Promise<void>
}

export interface Engine {
  readonly name: string
  /** `null` when it can run here; otherwise one line saying how to get it. */
  readonly missing: string | null
  /** On a profile that stays; `startMs` is the instant its clock shows. */
  open(profile: string, startMs: number, downloads: string): Promise<EngineBrowser>
}

/** What went wrong in pages, kept over reloads: read it with `complaintsOf`. Runs before the app. */
export function listenForComplaints(): void {
  const KEY = 'test-complaints'
  const keep = (text: string) => {
    try {
      const before = JSON.parse(localStorage.getItem(KEY) ?? '[]') as string[]
      localStorage.setItem(KEY, JSON.stringify([...before, `${location.pathname} ${text}`]))
    } catch {
      // A page without storage, such as about:blank.
    }
  }
  addEventListener('error', ({ message, filename }) => {
    if (message) keep(`error ${message} ${filename}`)
  })
  addEventListener('unhandledrejection', ({ reason }) => keep(`rejection ${String(reason)}`))
  document.addEventListener('securitypolicyviolation', (event) =>
    keep(`csp ${event.effectiveDirective} ${event.blockedURI}`),
  )
  const say = console.error.bind(console)
  console.error = (...words: unknown[]) => {
    keep(`console ${words.map(String).join(' ')}`)
    say(...words)
  }
}

export const complaintsOf = (tab: EngineTab): Promise<string[]> =>
  tab.run(() => JSON.parse(localStorage.getItem('test-complaints') ?? '[]') as string[])

/** A button, link or tab that says exactly this. */
export const named = (text: string): string =>
  `//*[self::button or self::a or @role="tab"][normalize-space(.)="${text}" or @aria-label="${text}"]`
/** What a label names. */
export const field = (label: string): string =>
  `//*[self::input or self::textarea][@id=//label[contains(., "${label}")]/@for or ancestor::label[contains(., "${label}")]]`

/** What is read on the screen, spaces of all widths made one. */
export const textOf = (tab: EngineTab): Promise<string> =>
  tab.run(() => document.body.innerText.replace(/\s+/g, ' '))

/** Waits until the screen says this. */
export async function sees(tab: EngineTab, words: string | RegExp, ms = 20_000): Promise<void> {
  const shown = expect.poll(() => textOf(tab), { timeout: ms })
  if (typeof words === 'string') await shown.toContain(words)
  else await shown.toMatch(words)
}

/** Waits for a place to be there and shown. */
export async function appears(tab: EngineTab, place: string, ms = 20_000): Promise<void> {
  await expect.poll(() => countOf(tab, place), { message: place, timeout: ms }).toBeGreaterThan(0)
}

export const countOf = (tab: EngineTab, place: string): Promise<number> =>
  tab.run((path) => {
    const found = document.evaluate(path, document, null, 7)
    return Array.from({ length: found.snapshotLength }, (_, index) =>
      found.snapshotItem(index),
    ).filter((node) => node instanceof Element && node.getClientRects().length > 0).length
  }, place)

export async function press(tab: EngineTab, text: string): Promise<void> {
  await appears(tab, named(text))
  await tab.click(named(text))
}

/** Starts a walk without a trail: pressed again when the page moved under the finger. */
export async function startFreeWalk(tab: EngineTab, url: string): Promise<void> {
  await tab.goto(`${url}/app/enregistrer`)
  await expect(async () => {
    if ((await countOf(tab, named('Démarrer une marche libre'))) > 0)
      await press(tab, 'Démarrer une marche libre')
    await sees(tab, 'Recherche du signal', 3_000)
  }).toPass({ timeout: 30_000 })
}

/** Tells the page one fix after another. */
export const hear = (tab: EngineTab, fixes: readonly ReplayFix[], pauseMs = 4): Promise<void> =>
  tab.run(
    async (list, pause) => {
      for (const fix of list) {
        window.jalonReplay.tell(fix)
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    },
    [...fixes],
    pauseMs,
  )

/** What lies in one store of the phone's database. */
export const stored = <Row>(tab: EngineTab, store: string): Promise<Row[]> =>
  tab.run(
    (name) =>
      new Promise<Row[]>((resolve, reject) => {
        const opening = indexedDB.open('jalon')
        opening.onerror = () => reject(new Error('no database'))
        opening.onsuccess = () => {
          const database = opening.result
          const all = database.transaction(name).objectStore(name).getAll()
          all.onsuccess = () => {
            database.close()
            // Bytes do not cross every driver's protocol.
            resolve(JSON.parse(JSON.stringify(all.result)) as Row[])
          }
        }
      }),
    store,
  )
