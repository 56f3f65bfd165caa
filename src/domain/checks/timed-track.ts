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
