import { watch } from 'vue'
import type { DepartureAction, PhoneFacts } from './checklist-items.ts'
import type { DeparturePorts } from './checklist-ports.ts'
import type { PackKeeper } from '../offline-maps/pack-keeper.ts'
import { battery, installOffer } from '../device/phone.ts'
import { holdScreen, phoneFacts } from '../device/phone-facts.ts'

/** What no event tells of is looked at this often while the list is on the screen. */
const LOOK_EVERY_MS = 10_000

interface DepartureWorld {
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
export function createDeparture(world: DepartureWorld): DeparturePorts {
  let screenHolds: Promise<boolean> | undefined

  async function facts(): Promise<PhoneFacts> {
    screenHolds ??= holdScreen()
    const view = world.pack()?.view.value ?? null
    const map = view && {
      state: view.state,
      bytes: view.pack.bytes,
      doneBytes: view.doneBytes,
    }
    const known = await phoneFacts(await world.trails(), world.clockSkewMs())
    return { ...known, wakeLock: await screenHolds, map }
  }

  const acts: Record<Parameters<DeparturePorts['act']>[0], () => Promise<unknown>> = {
    install: () => installOffer.accept(),
    persist: world.persist,
    'fetch-trails': world.fetchTrails,
    // Not waited for: the line itself tells how far it is.
    'keep-map': () => Promise.resolve(void world.pack()?.download()),
    'allow-location': world.locate,
    'try-wake-lock': () => Promise.resolve((screenHolds = undefined)),
    'compare-clock': world.compareClock,
  } satisfies Record<Exclude<DepartureAction, 'look-again' | 'make-room'>, () => Promise<unknown>>

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
      const stopInstall = installOffer.onChange(listener)
      const stopStored = world.onStored(listener)
      const stopMaps = watch(
        () => world.pack()?.view.value,
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
