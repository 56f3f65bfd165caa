import { nearestOnLine, nearestOnPath, type IndexedLine } from '../../geo/line-index.ts'
import { toPlane } from '../../geo/plane.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { toPlace, type Check } from '../check.ts'
import { distanceToLineM } from '../distance-to-line.ts'
import type { Finding } from '../finding.ts'
import type { PlaceOfTrail } from '../subject.ts'

/** A line passes a place again when it comes back within so much more than the nearest distance. */
const AGAIN_WITHIN_M = 15

/** The index leaves out what is surely near; what is close to the threshold is measured. */
const NEAR_SHARE = 0.99

/** POI-01: a place of the trail that one does not pass, or not in the order announced. */
export const poiOnLine: Check<'POI-01'> = {
  id: 'POI-01',
  run({ line, places = [], declared }, { warningM, errorM }) {
    if (!line) return []
    const findings: Finding[] = []
    for (const place of places) {
      // Near is the rule: only what is not is measured on the whole line.
      if (nearestOnLine(line, place.position, warningM * NEAR_SHARE)) continue
      const awayM = distanceToLineM(line.positions, place.position)
      if (awayM <= warningM) continue
      findings.push({
        check: 'POI-01',
        severity: awayM > errorM ? 'error' : 'warning',
        at: [toPlace(place.position)],
        value: roundMetres(awayM),
        threshold: awayM > errorM ? errorM : warningM,
        params: { kind: 'away', place: place.name ?? place.id, placeId: place.id },
      })
    }
    const late = declared?.placesInOrder ? outOfOrder(line, places) : null
    if (late) {
      findings.push({
        check: 'POI-01',
        severity: 'warning',
        at: [toPlace(late.position)],
        params: { kind: 'order', place: late.name ?? late.id, placeId: late.id },
      })
    }
    return findings
  },
}

/** The first place that one meets before the one listed ahead of it, on every passage. */
function outOfOrder(line: IndexedLine, places: readonly PlaceOfTrail[]): PlaceOfTrail | null {
  let reachedM = 0
  for (const place of places) {
    const next = passagesOf(line, place).find((m) => m >= reachedM - AGAIN_WITHIN_M)
    if (next === undefined) return place
    reachedM = Math.max(reachedM, next)
  }
  return null
}

function passagesOf({ path, segments, plane }: IndexedLine, place: PlaceOfTrail): number[] {
  const { x, y } = toPlane(plane, place.position[0]!, place.position[1]!)
  const withinM = nearestOnPath(path, segments, x, y)!.distanceM + AGAIN_WITHIN_M
  const { xs, ys, chainageM } = path
  return segments
    .search(x - withinM, y - withinM, x + withinM, y + withinM)
    .flatMap((i) => {
      const dx = xs[i + 1]! - xs[i]!
      const dy = ys[i + 1]! - ys[i]!
      const squared = dx * dx + dy * dy
      const dot = (x - xs[i]!) * dx + (y - ys[i]!) * dy
      const share = squared > 0 ? Math.min(1, Math.max(0, dot / squared)) : 0
      const awayM = Math.hypot(x - xs[i]! - share * dx, y - ys[i]! - share * dy)
      return awayM <= withinM ? [chainageM[i]! + share * Math.sqrt(squared)] : []
    })
    .sort((a, b) => a - b)
}
