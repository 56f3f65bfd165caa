import type { RecordedFix } from '../../domain/observation/fix-file.ts'

/** What the recorder needs of the outside. The real ones are made in `platform.ts`, fakes in the tests. */
export interface CaptureWorld {
  readonly source: GeolocationSource
  readonly clock: Clock
  readonly wakeLock: WakeLock
  readonly alarm: AlarmBell
  readonly page: PageVisibility
  readonly locks: TabLocks
}

/** A fix as the browser gives it, without the recorder's own columns. */
export type SourceFix = Omit<RecordedFix, 'monotonicMs' | 'visible'>

export interface GeolocationSource {
  /** Starts listening; the answer stops it. Permission is asked here, never earlier. */
  readonly watch: (
    onFix: (fix: SourceFix) => void,
    onError: (why: 'permission' | 'unavailable' | 'unsupported') => void,
  ) => () => void
  /** One position, for "nearest to me". `null` when it was refused or not to be had. */
  readonly once: () => Promise<SourceFix | null>
}

export interface Clock {
  readonly nowMs: () => number
  /** Never goes back while the page lives. */
  readonly monotonicMs: () => number
  readonly every: (periodMs: number, work: () => void) => () => void
}

export type WakeLockState = 'held' | 'refused' | 'unsupported' | 'released'

export interface WakeLock {
  /** Keeps the screen on until the answer is called; asks again whenever the page comes back to view. */
  readonly keep: (onState: (state: WakeLockState) => void) => () => void
}

export interface AlarmBell {
  /** Sound needs a tap before: called from the start button. */
  readonly unlock: () => void
  readonly ring: () => void
  readonly reassure: () => void
}

export interface PageVisibility {
  readonly visible: () => boolean
  readonly onChange: (listener: (visible: boolean) => void) => () => void
}

export interface TabLocks {
  /** The lock, or `null` when another tab has it. */
  readonly tryHold: (name: string) => Promise<(() => void) | null>
}
