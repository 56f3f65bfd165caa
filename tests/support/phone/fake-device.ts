/* eslint-disable @typescript-eslint/require-await -- a fake answers at once, behind the promises of the real thing */
import type { Device } from '../../../src/app/device/device.ts'
import type { SourceFix } from '../../../src/app/device/geolocation.ts'
import type { WakeLockState } from '../../../src/app/device/wake-lock.ts'

/** A phone on which time passes when told to, and the receiver says what the test says. */
export function createFakeDevice(startMs = Date.UTC(2026, 4, 12, 8)) {
  let wallMs = startMs
  let monoMs = 1_000
  let visible = true
  let denied = false
  const held = new Set<string>()
  const timers = new Set<{ periodMs: number; work: () => void; nextMs: number }>()
  const watchers = new Set<{
    onFix: (fix: SourceFix) => void
    onError: (why: 'permission' | 'unavailable' | 'unsupported') => void
  }>()
  const pageListeners = new Set<(visible: boolean) => void>()
  const rung: number[] = []
  let watches = 0
  let wakeLock: WakeLockState = 'held'

  const device: Device = {
    geolocation: {
      watch(onFix, onError) {
        const watcher = { onFix, onError }
        watchers.add(watcher)
        watches += 1
        if (denied) onError('permission')
        return () => watchers.delete(watcher)
      },
      once: async () => null,
    },
    clock: {
      nowMs: () => wallMs,
      monotonicMs: () => monoMs,
      every(periodMs, work) {
        const timer = { periodMs, work, nextMs: monoMs + periodMs }
        timers.add(timer)
        return () => timers.delete(timer)
      },
    },
    wakeLock: {
      keep(onState) {
        onState(wakeLock)
        return () => undefined
      },
    },
    alarm: {
      unlock: () => undefined,
      ring: () => void rung.push(monoMs),
      reassure: () => undefined,
    },
    page: {
      visible: () => visible,
      onChange(listener) {
        pageListeners.add(listener)
        return () => pageListeners.delete(listener)
      },
    },
    locks: {
      tryHold: async (name) => {
        if (held.has(name)) return null
        held.add(name)
        return () => held.delete(name)
      },
      holds: (name) => held.has(name),
      isHeldAnywhere: async (name) => held.has(name),
    },
  }

  return {
    device,
    rung,
    watches: () => watches,
    watching: () => watchers.size,
    monoMs: () => monoMs,
    wallMs: () => wallMs,
    /** Lets time pass, timers included. */
    pass(ms: number) {
      const until = monoMs + ms
      for (;;) {
        const next = [...timers].sort((a, b) => a.nextMs - b.nextMs)[0]
        if (!next || next.nextMs > until) break
        wallMs += next.nextMs - monoMs
        monoMs = next.nextMs
        next.nextMs += next.periodMs
        next.work()
      }
      wallMs += until - monoMs
      monoMs = until
    },
    setWallClock: (ms: number) => void (wallMs = ms),
    fix(fix: Partial<SourceFix> & { lon: number; lat: number }) {
      for (const watcher of [...watchers]) watcher.onFix({ atMs: wallMs, accuracyM: 5, ...fix })
    },
    deny() {
      denied = true
      for (const watcher of [...watchers]) watcher.onError('permission')
    },
    allow: () => void (denied = false),
    show(next: boolean) {
      visible = next
      for (const listener of [...pageListeners]) listener(next)
    },
    refuseWakeLock: () => void (wakeLock = 'refused'),
  }
}
