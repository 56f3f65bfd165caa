import type { PageVisibility, WakeLock, WakeLockState } from './capture-world.ts'

/** Keeps the screen on while a walk is recorded, and says truthfully whether it does. */
export function createScreenWakeLock(
  wakeLock: () => Navigator['wakeLock'] | undefined,
  page: PageVisibility,
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
