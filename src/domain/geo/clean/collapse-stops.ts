import type { Fix } from '../fix.ts'
import { findStops } from './find-stops.ts'

/** Each pause becomes its one fix that is nearest to the middle of the drift. */
export function collapseStops(fixes: readonly Fix[]): Fix[] {
  const kept: Fix[] = []
  let next = 0
  for (const { from, to, at } of findStops(fixes)) {
    for (let i = next; i < from; i += 1) kept.push(fixes[i]!)
    let nearest = fixes[from]!
    for (let i = from; i <= to; i += 1) {
      if (apart(fixes[i]!, at) < apart(nearest, at)) nearest = fixes[i]!
    }
    kept.push(nearest)
    next = to + 1
  }
  for (let i = next; i < fixes.length; i += 1) kept.push(fixes[i]!)
  return kept
}

/** Squared difference in degrees, longitude foreshortened: enough to compare neighbours. */
function apart({ lon, lat }: Fix, at: readonly number[]): number {
  const shrink = Math.cos((lat * Math.PI) / 180)
  return ((lon - at[0]!) * shrink) ** 2 + (lat - at[1]!) ** 2
}
