import type { Position } from 'geojson'
import type { Fix } from '../../../src/domain/geo/fix.ts'
import { createRandom } from './random.ts'
import type { WalkOptions } from './simulate-walk.ts'

/** What can be wrong with a walk or its recording, one at a time. */
export const FAULTS = ['detour', 'spike', 'jump', 'vehicle'] as const
export type Fault = (typeof FAULTS)[number]

export interface RecordedWalk {
  readonly line: readonly Position[]
  readonly fixes: readonly Fix[]
}

const METRES_PER_DEGREE = 111_195

/** A walk made by `walk` with one fault in its middle. */
export function faulty(
  fault: Fault,
  seed: number,
  walk: (more: Partial<WalkOptions>) => RecordedWalk,
): RecordedWalk {
  const random = createRandom(seed)
  const side = random.uniform() < 0.5 ? 1 : -1
  if (fault === 'detour') {
    return walk({ departures: [{ kind: 'detour', atM: 1500, spanM: 300, lateralM: 80 * side }] })
  }
  const { line, fixes } = walk({ stops: 0 })
  const middle = Math.floor(fixes.length * random.uniform(0.3, 0.6))
  const sign = side / METRES_PER_DEGREE
  if (fault === 'spike') return { line, fixes: moved(fixes, middle, 1, 180 * sign) }
  if (fault === 'jump') return { line, fixes: moved(fixes, middle, 5, 3000 * sign) }
  return { line, fixes: hurried(fixes, middle) }
}

/** So many fixes, thrown north by so many degrees. */
function moved(fixes: readonly Fix[], from: number, count: number, deg: number): Fix[] {
  return fixes.map((fix, i) =>
    i >= from && i < from + count ? { ...fix, lat: fix.lat + deg } : fix,
  )
}

/** A ride: from there on, a quarter of the walk is passed ten times as fast. */
function hurried(fixes: readonly Fix[], from: number): Fix[] {
  const to = from + Math.floor(fixes.length / 4)
  const start = fixes[from]!.atMs!
  const wonMs = 0.9 * (fixes[Math.min(to, fixes.length - 1)]!.atMs! - start)
  return fixes.map((fix, i) => {
    if (i <= from) return fix
    const atMs = i <= to ? start + (fix.atMs! - start) / 10 : fix.atMs! - wonMs
    return { ...fix, atMs: Math.round(atMs) }
  })
}
