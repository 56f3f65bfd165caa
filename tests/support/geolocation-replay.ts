import type { BrowserContext, Page } from '@playwright/test'

/** One recorded fix to be heard by the page. */
export interface ReplayFix {
  readonly lon: number
  readonly lat: number
  readonly eleM?: number
  readonly accuracyM?: number
  /** Instant of the recording, milliseconds since 1970. */
  readonly atMs: number
}

declare global {
  interface Window {
    /** The stand-in receiver: hears nothing but what the test tells it. */
    jalonReplay: { tell(fix: ReplayFix): void; deny(): void }
  }
}

/**
 * Gives every page of a context a receiver that the test feeds, and clocks that follow it: an hour of
 * walking is replayed in seconds, and the app sees the hour. Survives reloads; a new browser starts at
 * `startMs` again.
 */
export async function installReplay(context: BrowserContext, startMs: number): Promise<void> {
  await context.addInitScript(standInReceiver, startMs)
}

/** What runs in the page, before its own scripts: it stands by itself, so that any browser can be given it. */
export function standInReceiver(start: number): void {
  const RealDate = Date
  const realNow = performance.now.bind(performance)
  let aheadMs = 0
  const wallMs = () => start + realNow() + aheadMs
  class WalkDate extends RealDate {
    constructor(...args: []) {
      if (args.length === 0) super(wallMs())
      else super(...args)
    }
    static override now = wallMs
  }
  globalThis.Date = WalkDate as DateConstructor
  performance.now = () => realNow() + aheadMs

  const watchers = new Map<number, [PositionCallback, PositionErrorCallback | null | undefined]>()
  let last: GeolocationPosition | null = null
  let nextId = 0
  const toPosition = (fix: {
    lon: number
    lat: number
    eleM?: number
    accuracyM?: number
    atMs: number
  }) => {
    const coords = {
      latitude: fix.lat,
      longitude: fix.lon,
      altitude: fix.eleM ?? null,
      accuracy: fix.accuracyM ?? 6,
      altitudeAccuracy: null,
      heading: null,
      speed: null,
      toJSON: () => ({}),
    }
    return { coords, timestamp: fix.atMs, toJSON: () => ({}) }
  }
  const receiver: Geolocation = {
    watchPosition(onFix, onError) {
      watchers.set(++nextId, [onFix, onError])
      if (last) onFix(last)
      return nextId
    },
    clearWatch: (id) => void watchers.delete(id),
    getCurrentPosition(onFix, onError) {
      if (last) onFix(last)
      else onError?.({ code: 2, message: '' } as GeolocationPositionError)
    },
  }
  Object.defineProperty(Navigator.prototype, 'geolocation', {
    get: () => receiver,
    configurable: true,
  })
  window.jalonReplay = {
    tell(fix) {
      aheadMs += Math.max(0, fix.atMs - wallMs())
      last = toPosition(fix)
      for (const [onFix] of watchers.values()) onFix(last)
    },
    deny() {
      for (const [, onError] of watchers.values())
        onError?.({ code: 1, message: '' } as GeolocationPositionError)
    },
  }
}

/** Tells the page one fix after another, each with the time it takes to write it down. */
export async function replay(page: Page, fixes: readonly ReplayFix[], pauseMs = 4): Promise<void> {
  await page.evaluate(
    async ([list, pause]) => {
      for (const fix of list) {
        window.jalonReplay.tell(fix)
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    },
    [fixes, pauseMs] as const,
  )
}
