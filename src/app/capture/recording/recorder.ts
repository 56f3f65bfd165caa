import type { GapReason } from '../../../domain/geo/fix.ts'
import { rolloverMs } from '../../../domain/geo/fix-clock.ts'
import type { RecordedFix } from '../../../domain/observation/fix-file.ts'
import type { PhoneStorage } from '../../storage/phone-storage.ts'
import type { StoredFix, Walk, WalkEvent } from '../../storage/rows.ts'
import type { Device } from '../../device/device.ts'
import type { SourceFix } from '../../device/geolocation.ts'
import type { WakeLockState } from '../../device/wake-lock.ts'
import { emptyLiveTrack, extendLiveTrack, type LiveTrack } from './live-track.ts'
import { RECORDER_LOCK } from '../../device/tab-lock.ts'
import {
  isCoarse,
  reopenRecording,
  startRecording,
  step,
  type RecorderEffect,
  type RecorderEvent,
  type RecorderState,
} from './recorder-state.ts'

const TICK_MS = 1_000

/** What the screen is told, after each write that succeeded and each change of state. */
export interface RecorderView {
  readonly walk: Walk
  readonly state: RecorderState
  readonly track: LiveTrack
  /** Fixes that are on disk. */
  readonly saved: number
  /** Fixes heard and not on disk yet; more than a few means that writing fails. */
  readonly unsaved: number
  readonly storageFailing: boolean
  readonly wakeLock: WakeLockState
  readonly coarse: boolean
  readonly silentMs: number
}

export type StartOutcome = 'started' | 'another-tab'

/**
 * Write-ahead recorder. Runs the pure recorder against the phone: listens, writes each fix before it counts it, rings when
 * nothing comes. One tab at a time.
 */
export function createRecorder(
  storage: Pick<PhoneStorage, 'fixes' | 'walks'>,
  device: Device,
  onChange: (view: RecorderView | null) => void,
  onFix: (fix: RecordedFix, gap: GapReason | null) => void = () => undefined,
) {
  let walk: Walk | null = null
  let state: RecorderState = startRecording(0)
  let track = emptyLiveTrack()
  let saved = 0
  let wakeLock: WakeLockState = 'released'
  let storageFailing = false
  /** Heard, not yet on disk, in order. */
  const queue: (
    | { readonly fix: StoredFix; readonly event?: never }
    | { readonly event: WalkEvent; readonly fix?: never }
  )[] = []
  let writing: Promise<void> | null = null
  let stopSource: (() => void) | null = null
  let undo: (() => void)[] = []
  /** Added to the page's own clock, so that a walk's clock never goes back over a restart. */
  let clockOffsetMs = 0

  const monotonicMs = () => device.clock.monotonicMs() + clockOffsetMs

  function tell(): void {
    if (!walk) return onChange(null)
    onChange({
      walk,
      state,
      track,
      saved,
      unsaved: queue.length,
      storageFailing,
      wakeLock,
      coarse: isCoarse(state),
      silentMs: Math.max(0, monotonicMs() - state.heardAtMs),
    })
  }

  function send(event: RecorderEvent): void {
    const previous = state.last
    const next = step(state, event)
    state = next.state
    let gap: GapReason | null = null
    for (const effect of next.effects) {
      if (effect.kind === 'store-gap') gap = effect.reason
      if (effect.kind === 'store-fix') {
        extendLiveTrack(track, effect.fix, previous, gap)
        onFix(effect.fix, gap)
      }
      run(effect)
    }
    tell()
  }

  function run(effect: RecorderEffect): void {
    if (!walk) return
    switch (effect.kind) {
      case 'store-fix':
        queue.push({ fix: { ...effect.fix, walk: walk.id, seq: effect.seq } })
        void flush()
        break
      case 'store-gap': {
        const { seq, reason, afterFixSeq, atMs } = effect
        queue.push({ event: { walk: walk.id, seq, kind: 'gap', reason, afterFixSeq, atMs } })
        void flush()
        break
      }
      case 'sound-alarm':
        device.alarm.ring()
        break
      case 'all-well':
        device.alarm.reassure()
        break
      case 'restart-source':
        listen()
        break
    }
  }

  /** Single flight: writes the queue, one transaction a row, in order. A failure keeps the rest and is told. */
  function flush(): Promise<void> {
    writing ??= (async () => {
      try {
        for (let next = queue[0]; next; next = queue[0]) {
          if (next.fix) await storage.fixes.append(next.fix)
          else await storage.fixes.appendEvent(next.event)
          queue.shift()
          if (next.fix) saved += 1
          storageFailing = false
          tell()
        }
      } catch {
        if (!storageFailing) device.alarm.ring()
        storageFailing = true
        tell()
      } finally {
        writing = null
      }
    })()
    return writing
  }

  function listen(): void {
    stopSource?.()
    stopSource = device.geolocation.watch(hear, (why) => {
      if (why !== 'unavailable') send({ kind: 'permission-denied', monotonicMs: monotonicMs() })
    })
  }

  function hear(fix: SourceFix): void {
    // To the second, but 1,024 weeks late: the phone's own clock says so while both can be seen.
    const atMs = fix.atMs + rolloverMs(fix.atMs, device.clock.nowMs())
    const heard = { ...fix, atMs, monotonicMs: monotonicMs(), visible: device.page.visible() }
    send({ kind: 'fix', fix: heard })
  }

  function begin(release: () => void): void {
    undo = [
      release,
      device.clock.every(TICK_MS, () => {
        if (queue.length > 0) void flush()
        send({ kind: 'tick', monotonicMs: monotonicMs() })
      }),
      device.page.onChange((visible) =>
        send({ kind: visible ? 'visible' : 'hidden', monotonicMs: monotonicMs() }),
      ),
      device.wakeLock.keep((held) => {
        wakeLock = held
        tell()
      }),
      () => stopSource?.(),
    ]
    if (state.phase === 'recording') listen()
    tell()
  }

  function end(): void {
    for (const stop of undo.reverse()) stop()
    undo = []
    stopSource = null
    walk = null
    tell()
  }

  async function saveWalk(change: Partial<Walk>): Promise<void> {
    if (!walk) return
    const next = { ...walk, ...change }
    await storage.walks.save(next)
    walk = next
  }

  return {
    /** The walk being recorded here, if any. */
    current: () => walk,

    async start(newWalk: Walk): Promise<StartOutcome> {
      const release = await device.locks.tryHold(RECORDER_LOCK)
      if (!release) return 'another-tab'
      device.alarm.unlock()
      await orRelease(release, storage.walks.save(newWalk))
      walk = newWalk
      clockOffsetMs = 0
      track = emptyLiveTrack()
      saved = 0
      state = startRecording(monotonicMs(), device.page.visible())
      begin(release)
      return 'started'
    },

    /** Goes on with a walk found on the phone. */
    async reopen(found: Walk): Promise<StartOutcome> {
      const release = await device.locks.tryHold(RECORDER_LOCK)
      if (!release) return 'another-tab'
      track = emptyLiveTrack()
      const events = await orRelease(release, storage.fixes.eventsOf(found.id))
      const last = await orRelease(release, replay(found.id, events))
      saved = await orRelease(release, storage.fixes.count(found.id))
      walk = found
      const awayMs = last ? Math.max(1, device.clock.nowMs() - last.atMs) : 0
      clockOffsetMs = last ? last.monotonicMs + awayMs - device.clock.monotonicMs() : 0
      state = reopenRecording({
        fixes: last ? last.seq + 1 : 0,
        events: (events.at(-1)?.seq ?? -1) + 1,
        last,
        paused: found.state === 'paused',
        monotonicMs: monotonicMs(),
      })
      begin(release)
      return 'started'
    },

    async pause(): Promise<void> {
      send({ kind: 'pause' })
      stopSource?.()
      stopSource = null
      await saveWalk({ state: 'paused' })
      tell()
    },

    async unpause(): Promise<void> {
      await saveWalk({ state: 'recording' })
      send({ kind: 'resume', monotonicMs: monotonicMs() })
    },

    /** Ends the walk once everything heard is on disk; `false` when it cannot be written yet. */
    async stop(): Promise<boolean> {
      stopSource?.()
      stopSource = null
      await flush()
      if (queue.length > 0) {
        listen()
        return false
      }
      await saveWalk({ state: 'ended', endedAtMs: device.clock.nowMs() })
      send({ kind: 'stop' })
      end()
      return true
    },
  }

  /** Draws what was recorded before, page by page, and gives the last fix. */
  async function replay(id: string, events: readonly WalkEvent[]): Promise<StoredFix | null> {
    const gapAfter = new Map(events.map((event) => [event.afterFixSeq, event.reason]))
    let previous: StoredFix | null = null
    for await (const page of storage.fixes.pagesOf(id)) {
      for (const fix of page) {
        const gap: GapReason | null = previous ? (gapAfter.get(previous.seq) ?? null) : null
        extendLiveTrack(track, fix, previous, gap)
        onFix(fix, gap)
        previous = fix
      }
    }
    return previous
  }
}

/** A recording that could not begin must not keep the next one out. */
async function orRelease<T>(release: () => void, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    release()
    throw error
  }
}
