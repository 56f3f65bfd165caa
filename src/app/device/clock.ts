export interface Clock {
  readonly nowMs: () => number
  /** Never goes back while the page lives. */
  readonly monotonicMs: () => number
  readonly every: (periodMs: number, work: () => void) => () => void
}

/** Adapter of the two clocks of a page: the wall clock, and one that never goes back. */
export function createClock(): Clock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    every(periodMs, work) {
      const timer = setInterval(work, periodMs)
      return () => clearInterval(timer)
    },
  }
}
