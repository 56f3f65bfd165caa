/** The lock of the window that records: one recorder among all windows of a browser. */
export const RECORDER_LOCK = 'jalon-recorder'

/** Mutex among the windows of one browser. */
export interface TabLocks {
  /** The lock, or `null` when another window has it. */
  readonly tryHold: (name: string) => Promise<(() => void) | null>
  /** Whether this window has it. */
  readonly holds: (name: string) => boolean
  /** Whether any window has it, this one included. */
  readonly isHeldAnywhere: (name: string) => Promise<boolean>
}

/** Adapter of the Web Locks API. A window that dies gives its locks back. */
export function createTabLocks(locks: LockManager = navigator.locks): TabLocks {
  const own = new Set<string>()
  return {
    tryHold: (name) =>
      new Promise((resolve, reject) => {
        const asked = locks.request(name, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(null)
          own.add(name)
          return new Promise<void>((release) =>
            resolve(() => {
              own.delete(name)
              release()
            }),
          )
        })
        asked.catch(reject)
      }),
    holds: (name) => own.has(name),
    async isHeldAnywhere(name) {
      const { held } = await locks.query()
      return held?.some((one) => one.name === name) ?? false
    },
  }
}
