import type { PageVisibility } from './page-visibility.ts'

export type WakeLockState = 'held' | 'refused' | 'unsupported' | 'released'

export interface WakeLock {
  /** Keeps the screen on until the answer is called; asks again whenever the page comes back to view. */
  readonly keep: (onState: (state: WakeLockState) => void) => () => void
}

/** Adapter of the Screen Wake Lock API: keeps the screen on, and says truthfully whether it does. */
export function createWakeLock(
  page: PageVisibility,
  wakeLock: () => Navigator['wakeLock'] | undefined = () => navigator.wakeLock,
): WakeLock {
  return {
    keep(onState) {
      let sentinel: WakeLockSentinel | null = null
      let wanted = true
      const tell = (state: WakeLockState) => {
        if (wanted) onState(state)
      }

      async function ask(): Promise<void> {
        const api = wakeLock()
        if (!api) return tell('unsupported')
        if (!wanted || !page.visible() || (sentinel && !sentinel.released)) return
        try {
          const held = await api.request('screen')
          if (!wanted) return void held.release()
          sentinel = held
          held.addEventListener('release', () => {
            tell('released')
            if (page.visible()) void ask()
          })
          tell(held.released ? 'released' : 'held')
        } catch {
          tell('refused')
        }
      }

      const forget = page.onChange((visible) => {
        if (visible) void ask()
      })
      void ask()
      return () => {
        wanted = false
        forget()
        void sentinel?.release()
      }
    },
  }
}

/** Whether the screen can be kept on: tried, since a power saver refuses what the browser knows. */
export async function canKeepScreenOn(): Promise<boolean> {
  try {
    const held = await navigator.wakeLock.request('screen')
    await held.release()
    return true
  } catch {
    return false
  }
}
