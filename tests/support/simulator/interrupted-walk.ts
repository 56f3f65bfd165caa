import type { Position } from 'geojson'
import type { TimedFix } from '../../../src/domain/geo/fix-clock.ts'
import type { GapMarker, GapReason } from '../../../src/domain/geo/fix.ts'
import type { Environment } from './gps-noise.ts'
import { mixSeed } from './random.ts'
import { simulateWalk } from './simulate-walk.ts'

/** A stretch that was walked and recorded, and what came after it until the next one. */
export interface RecordedStretch {
  readonly fromM: number
  readonly toM: number
  readonly then?: { readonly reason: GapReason; readonly seconds: number }
}

export interface InterruptedWalk {
  readonly fixes: readonly (TimedFix & { readonly atMs: number })[]
  /** What the recorder knows of its holes; a file knows nothing. */
  readonly markers: readonly GapMarker[]
  /** Metres walked while recording, by construction. */
  readonly recordedM: number
}

/** A walk recorded in stretches: lifts, declared pauses, a telephone in a bag, a flat battery. */
export function interruptedWalk(
  line: readonly Position[],
  stretches: readonly RecordedStretch[],
  {
    seed,
    environment = 'mixed',
    startAtMs = Date.UTC(2026, 4, 3, 8),
  }: { readonly seed: number; readonly environment?: Environment; readonly startAtMs?: number },
): InterruptedWalk {
  const fixes: (TimedFix & { atMs: number })[] = []
  const markers: GapMarker[] = []
  let atMs = startAtMs
  let recordedM = 0
  stretches.forEach(({ fromM, toM, then }, k) => {
    const { fixes: own, truth } = simulateWalk(line, {
      seed: mixSeed(seed, k),
      environment,
      direction: toM >= fromM ? 1 : -1,
      startM: fromM,
      distanceM: Math.abs(toM - fromM),
      speedMS: 1.25,
      startAtMs: atMs,
    })
    recordedM += truth.distanceM
    for (const fix of own) fixes.push({ ...fix, atMs: fix.atMs! })
    atMs = own.at(-1)!.atMs!
    if (!then) return
    markers.push({ reason: then.reason, afterIndex: fixes.length - 1 })
    atMs += 1000 * then.seconds
  })
  return { fixes, markers, recordedM }
}

/** The same fixes with `count` of them, from the share `at` of the walk on, thrown so far to the east. */
export function thrown<F extends { readonly lon: number }>(
  fixes: readonly F[],
  { at, count, degrees }: { readonly at: number; readonly count: number; readonly degrees: number },
): F[] {
  const first = Math.floor(at * fixes.length)
  return fixes.map((fix, i) =>
    i >= first && i < first + count ? { ...fix, lon: fix.lon + degrees } : fix,
  )
}
