import type { Fix } from './fix.ts'
import { createPlane, fromPlane, toPlane } from './plane.ts'

/** A place from several fixes of one receiver that stood still. */
export interface AveragedPlace {
  readonly lon: number
  readonly lat: number
  /**
   * How precise the place is, metres: never better than the best single fix. The error of a receiver
   * drifts over a minute; more fixes in less time calm its trembling, not its drift.
   */
  readonly accuracyM: number
  /** How far the fixes lay around the place: weighted root mean square distance, metres. */
  readonly spreadM: number
  readonly fixes: number
}

/** Stands for a receiver that does not say how precise it is. */
const UNKNOWN_ACCURACY_M = 20
/** No receiver of a phone is better than this, whatever it says. */
const BEST_ACCURACY_M = 2

/** The mean of some fixes, each weighted by the inverse square of its accuracy. `null` without any. */
export function averagePlace(fixes: readonly Fix[]): AveragedPlace | null {
  const first = fixes[0]
  if (!first) return null
  const plane = createPlane(first.lon, first.lat)
  const points = fixes.map(({ lon, lat, accuracyM }) => {
    const sigmaM = Math.max(BEST_ACCURACY_M, accuracyM ?? UNKNOWN_ACCURACY_M)
    return { ...toPlane(plane, lon, lat), sigmaM, weight: 1 / sigmaM ** 2 }
  })
  const weight = points.reduce((sum, point) => sum + point.weight, 0)
  const x = points.reduce((sum, point) => sum + point.weight * point.x, 0) / weight
  const y = points.reduce((sum, point) => sum + point.weight * point.y, 0) / weight
  const square = points.reduce(
    (sum, point) => sum + point.weight * ((point.x - x) ** 2 + (point.y - y) ** 2),
    0,
  )
  const spreadM = Math.sqrt(square / weight)
  const bestM = points.reduce((best, { sigmaM }) => Math.min(best, sigmaM), Infinity)
  const [lon, lat] = fromPlane(plane, x, y)
  return { lon, lat, accuracyM: Math.max(bestM, spreadM), spreadM, fixes: fixes.length }
}

/** A place so many metres to the east and north of another. */
export function movedPlace(
  { lon, lat }: { readonly lon: number; readonly lat: number },
  eastM: number,
  northM: number,
): { readonly lon: number; readonly lat: number } {
  const [newLon, newLat] = fromPlane(createPlane(lon, lat), eastM, northM)
  return { lon: newLon, lat: newLat }
}
