import { watch } from 'vue'
import type { ChecklistAction, PhoneFacts } from './checklist-items.ts'
import type { PackKeeper } from '../offline-maps/pack-keeper.ts'
import { battery } from '../device/battery.ts'
import type { InstallOffer } from '../device/install-prompt.ts'
import { canKeepScreenOn } from '../device/wake-lock.ts'
import { phoneFacts } from './phone-facts.ts'

/** What no event tells of is looked at this often while the list is on the screen. */
const LOOK_EVERY_MS = 10_000

/** What the list is made of, and what its lines can do. */
export interface ChecklistSource {
  readonly facts: () => Promise<PhoneFacts>
  /** Does what a line proposes; resolves when the facts may be looked at again. */
  readonly act: (action: Exclude<ChecklistAction, 'look-again' | 'make-room'>) => Promise<void>
  /** Calls back whenever a fact may have changed; gives how to stop. */
  readonly onChange: (listener: () => void) => () => void
}

interface ChecklistOptions {
  readonly installOffer: InstallOffer
  readonly pack: () => PackKeeper | null
  readonly trails: () => Promise<number>
  readonly clockSkewMs: () => number | null
  readonly compareClock: () => Promise<void>
  readonly fetchTrails: () => Promise<void>
  readonly locate: () => Promise<unknown>
  readonly persist: () => Promise<boolean>
  /** Calls back when something changed on disk. */
  readonly onStored: (listener: () => void) => () => void
}

/** The list before leaving, put together from what the browser says and what is kept. */
export function createChecklist(options: ChecklistOptions): ChecklistSource {
  let screenHolds: Promise<boolean> | undefined

  async function facts(): Promise<PhoneFacts> {
    screenHolds ??= canKeepScreenOn()
    const view = options.pack()?.view.value ?? null
    const map = view && {
      state: view.state,
      bytes: view.pack.bytes,
      doneBytes: view.doneBytes,
    }
    const known = await phoneFacts(
      await options.trails(),
      options.clockSkewMs(),
      options.installOffer,
    )
    return { ...known, wakeLock: await screenHolds, map }
  }

  const acts: Record<Parameters<ChecklistSource['act']>[0], () => Promise<unknown>> = {
    install: () => options.installOffer.accept(),
    persist: options.persist,
    'fetch-trails': options.fetchTrails,
    // Not waited for: the line itself tells how far it is.
    'keep-map': () => Promise.resolve(void options.pack()?.download()),
    'allow-location': options.locate,
    'try-wake-lock': () => Promise.resolve((screenHolds = undefined)),
    'compare-clock': options.compareClock,
  } satisfies Record<Exclude<ChecklistAction, 'look-again' | 'make-room'>, () => Promise<unknown>>

  return {
    facts,
    act: async (action) => void (await acts[action]()),
    onChange(listener) {
      const gone = new AbortController()
      const { signal } = gone
      const seen = () => {
        // A power saver may have been switched off meanwhile.
        screenHolds = undefined
        listener()
      }
      document.addEventListener('visibilitychange', seen, { signal })
      for (const event of ['online', 'appinstalled']) {
        addEventListener(event, listener, { signal })
      }
      void battery().then((power) => {
        for (const event of ['levelchange', 'chargingchange']) {
          power?.addEventListener?.(event, listener, { signal })
        }
      })
      const timer = setInterval(() => {
        if (document.visibilityState === 'visible') listener()
      }, LOOK_EVERY_MS)
      const stopInstall = options.installOffer.onChange(listener)
      const stopStored = options.onStored(listener)
      const stopMaps = watch(
        () => options.pack()?.view.value,
        () => listener(),
      )
      return () => {
        gone.abort()
        clearInterval(timer)
        stopInstall()
        stopStored()
        stopMaps()
      }
    },
  }
}
