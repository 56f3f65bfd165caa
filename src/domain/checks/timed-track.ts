import type { Fix, Track } from '../geo/fix.ts'
import { distanceM } from '../geo/plane.ts'

/** A step of a recording between two fixes that have a time. */
export interface TrackStep {
  readonly from: Fix
  readonly to: Fix
  readonly seconds: number
  readonly lengthM: number
  /** Metres recorded before this step. */
  readonly fromM: number
}

/**
 * Steps put together until each lasts so long, as the crow flies: what a receiver's noise adds to a
 * single second says nothing of a speed.
 */
export function longerSteps(steps: readonly TrackStep[], leastS: number): TrackStep[] {
  const longer: TrackStep[] = []
  let first: TrackStep | null = null
  let seconds = 0
  for (const step of steps) {
    first ??= step
    seconds += step.seconds
    if (seconds < leastS) continue
    const { from, fromM } = first
    const lengthM = distanceM([from.lon, from.lat], [step.to.lon, step.to.lat])
    longer.push({ from, to: step.to, seconds, lengthM, fromM })
    first = null
    seconds = 0
  }
  return longer
}

/** Runs of consecutive steps that are all faster than a speed, m/s. A step without time is. */
export function fastRuns(steps: readonly TrackStep[], speedMS: number): TrackStep[][] {
  const runs: TrackStep[][] = []
  let open: TrackStep[] | null = null
  for (const step of steps) {
    const isFast = step.seconds >= 0 && step.lengthM > speedMS * step.seconds
    if (!isFast) open = null
    else if (open) open.push(step)
    else runs.push((open = [step]))
  }
  return runs
}

/**
 * The steps of a recording, segment by segment. Positions that repeat the one before are skipped:
 * services that export a recording again fill its seconds with them, and the next step then seems a
 * leap.
 */
export function stepsOf({ segments }: Track): TrackStep[][] {
  let fromM = 0
  return segments.map((segment) => {
    const steps: TrackStep[] = []
    let last: Fix | null = null
    for (const fix of segment) {
      if (fix.atMs === undefined) continue
      if (last) {
        const lengthM = distanceM([last.lon, last.lat], [fix.lon, fix.lat])
        if (lengthM === 0) continue
        steps.push({ from: last, to: fix, seconds: (fix.atMs - last.atMs!) / 1000, lengthM, fromM })
        fromM += lengthM
      }
      last = fix
    }
    return steps
  })
}
