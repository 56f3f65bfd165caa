import type { GapReason } from '../../../domain/geo/fix.ts'
import type { RecordedFix } from '../../../domain/observation/fix-file.ts'

/** No fix for this long, with the page in view: say so at once (promise P04 allows 15 s). */
export const SILENCE_MS = 12_000
/** While the silence lasts, the alarm sounds again this often. */
export const ALARM_AGAIN_MS = 30_000
/** A hole this long starts a new segment, whatever its reason. */
export const GAP_MS = 30_000
/** A page that was out of view and still got a fix this soon has lost nothing. */
export const HIDDEN_GAP_MS = 10_000
/** Wall clock and monotonic clock that disagree by more than this: the clock was set, or the phone slept. */
export const CLOCK_JUMP_MS = 30_000
/** Fixes this bad mean that the phone gives an approximate position on purpose. */
export const COARSE_M = 1_000
const COARSE_FIXES = 3

export type Alarm = 'none' | 'silent' | 'permission'

export interface RecorderState {
  readonly phase: 'recording' | 'paused' | 'ended'
  /** Number of the next fix, and of the next event. */
  readonly nextFixSeq: number
  readonly nextEventSeq: number
  readonly last: RecordedFix | null
  /** Monotonic instant of the last sign of life: a fix, a start, a return to view. */
  readonly heardAtMs: number
  readonly alarm: Alarm
  readonly alarmAgainAtMs: number
  /** Why the next fix will start a new segment, when the recorder already knows. */
  readonly pending: GapReason | null
  readonly visible: boolean
  readonly coarseFixes: number
}

export type RecorderEvent =
  | { readonly kind: 'fix'; readonly fix: RecordedFix }
  | { readonly kind: 'tick'; readonly monotonicMs: number }
  | { readonly kind: 'visible' | 'hidden'; readonly monotonicMs: number }
  | { readonly kind: 'permission-denied'; readonly monotonicMs: number }
  | { readonly kind: 'pause' | 'stop' }
  | { readonly kind: 'resume'; readonly monotonicMs: number }

export type RecorderEffect =
  | { readonly kind: 'store-fix'; readonly seq: number; readonly fix: RecordedFix }
  | {
      readonly kind: 'store-gap'
      readonly seq: number
      readonly reason: GapReason
      readonly afterFixSeq: number
      readonly atMs: number
    }
  | { readonly kind: 'sound-alarm'; readonly alarm: Alarm }
  | { readonly kind: 'all-well' }
  | { readonly kind: 'restart-source' }

export interface Step {
  readonly state: RecorderState
  readonly effects: readonly RecorderEffect[]
}

/** A recording that starts now. */
export function startRecording(monotonicMs: number, visible = true): RecorderState {
  return {
    phase: 'recording',
    nextFixSeq: 0,
    nextEventSeq: 0,
    last: null,
    heardAtMs: monotonicMs,
    alarm: 'none',
    alarmAgainAtMs: 0,
    pending: null,
    visible,
    coarseFixes: 0,
  }
}

/** A recording found on the phone after a kill: it goes on, and the hole has its cause (promise P02). */
export function reopenRecording(found: {
  readonly fixes: number
  readonly events: number
  readonly last: RecordedFix | null
  readonly paused: boolean
  readonly monotonicMs: number
}): RecorderState {
  return {
    ...startRecording(found.monotonicMs),
    phase: found.paused ? 'paused' : 'recording',
    nextFixSeq: found.fixes,
    nextEventSeq: found.events,
    last: found.last,
    pending: found.paused ? 'paused' : 'killed',
  }
}

/** The recorder: pure. One event in, the next state and what must be done out. */
export function step(state: RecorderState, event: RecorderEvent): Step {
  if (state.phase === 'ended') return { state, effects: [] }
  switch (event.kind) {
    case 'fix':
      return onFix(state, event.fix)
    case 'tick':
      return onTick(state, event.monotonicMs)
    case 'hidden':
      return quiet({ ...state, visible: false, pending: state.pending ?? 'hidden' })
    case 'visible':
      return {
        state: { ...state, visible: true, heardAtMs: event.monotonicMs },
        effects: state.phase === 'recording' ? [{ kind: 'restart-source' }] : [],
      }
    case 'permission-denied':
      return {
        state: {
          ...state,
          alarm: 'permission',
          alarmAgainAtMs: event.monotonicMs + ALARM_AGAIN_MS,
          pending: 'permission',
        },
        effects: [{ kind: 'sound-alarm', alarm: 'permission' }],
      }
    case 'pause':
      return quiet({ ...state, phase: 'paused', alarm: 'none', pending: 'paused' })
    case 'resume':
      return {
        state: { ...state, phase: 'recording', heardAtMs: event.monotonicMs },
        effects: [{ kind: 'restart-source' }],
      }
    case 'stop':
      return quiet({ ...state, phase: 'ended', alarm: 'none' })
  }
}

/** True when the phone hides the precise position: a trail cannot be tested with that. */
export function isCoarse(state: RecorderState): boolean {
  return state.coarseFixes >= COARSE_FIXES
}

function onFix(state: RecorderState, fix: RecordedFix): Step {
  if (state.phase !== 'recording' || isRepeat(state.last, fix)) return quiet(state)
  const reason = gapBefore(state, fix)
  const effects: RecorderEffect[] = []
  let { nextEventSeq } = state
  if (reason) {
    const afterFixSeq = state.nextFixSeq - 1
    effects.push({ kind: 'store-gap', seq: nextEventSeq, reason, afterFixSeq, atMs: fix.atMs })
    nextEventSeq += 1
  }
  effects.push({ kind: 'store-fix', seq: state.nextFixSeq, fix })
  if (state.alarm !== 'none') effects.push({ kind: 'all-well' })
  return {
    state: {
      ...state,
      nextFixSeq: state.nextFixSeq + 1,
      nextEventSeq,
      last: fix,
      heardAtMs: fix.monotonicMs,
      alarm: 'none',
      pending: state.visible ? null : 'hidden',
      coarseFixes: (fix.accuracyM ?? 0) >= COARSE_M ? state.coarseFixes + 1 : 0,
    },
    effects,
  }
}

/** A receiver asked anew may say its last fix again: that is no sign of life. */
function isRepeat(last: RecordedFix | null, fix: RecordedFix): boolean {
  return (
    last?.atMs === fix.atMs &&
    last.lon === fix.lon &&
    last.lat === fix.lat &&
    last.accuracyM === fix.accuracyM
  )
}

const WAITS: ReadonlySet<GapReason | null> = new Set<GapReason | null>([null, 'hidden'])

/** Why a line must not join the last fix to this one; `null` when it may. */
function gapBefore({ last, pending }: RecorderState, fix: RecordedFix): GapReason | null {
  if (!last) return null
  const heardMs = fix.monotonicMs - last.monotonicMs
  const madeMs = fix.atMs - last.atMs
  // Made while the phone slept, and heard when it woke: the receiver was never silent.
  if (WAITS.has(pending) && madeMs > 0 && madeMs <= HIDDEN_GAP_MS && madeMs < heardMs) return null
  const silentMs = heardMs
  if (pending === 'hidden') return silentMs > HIDDEN_GAP_MS ? 'hidden' : null
  if (pending) return pending
  if (Math.abs(madeMs - silentMs) > CLOCK_JUMP_MS) return 'clock'
  return silentMs > GAP_MS ? 'signal-lost' : null
}

function onTick(state: RecorderState, monotonicMs: number): Step {
  if (state.phase !== 'recording' || !state.visible) return quiet(state)
  const silent = monotonicMs - state.heardAtMs >= SILENCE_MS
  if (!silent && state.alarm === 'none') return quiet(state)
  if (state.alarm !== 'none' && monotonicMs < state.alarmAgainAtMs) return quiet(state)
  const alarm = state.alarm === 'permission' ? 'permission' : 'silent'
  return {
    state: { ...state, alarm, alarmAgainAtMs: monotonicMs + ALARM_AGAIN_MS },
    effects: [{ kind: 'sound-alarm', alarm }, { kind: 'restart-source' }],
  }
}

function quiet(state: RecorderState): Step {
  return { state, effects: [] }
}
