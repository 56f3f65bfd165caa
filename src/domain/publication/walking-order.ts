import type { Position } from 'geojson'
import { measureLine, positionAt } from '../geo/chainage.ts'
import { indexLine, nearestOnLine } from '../geo/line-index.ts'
import { distanceM } from '../geo/plane.ts'

const STEP_M = 10
/** A place is passed when the line comes this much nearer to it than it ever does, no more. */
const SLACK_M = 12

/**
 * Where a line first passes each place, metres from its start. A line may pass a place twice (a stem, an
 * out-and-back): walkers meet it at the first. In the order given.
 */
export function firstPassages(
  line: readonly Position[],
  places: readonly Position[],
): readonly number[] {
  const indexed = indexLine(line)
  const measured = measureLine(line)
  const { lengthM } = measured.path
  return places.map((place) => {
    const nearest = nearestOnLine(indexed, place)
    if (!nearest) return 0
    for (let m = 0; m < nearest.chainageM; m += STEP_M) {
      const here = positionAt(measured, Math.min(m, lengthM))
      if (distanceM(here, place) <= nearest.distanceM + SLACK_M) {
        return chainageNear(m, nearest.chainageM)
      }
    }
    return nearest.chainageM
  })
}

/** The step that first comes near may still lead to the nearest place itself. */
function chainageNear(m: number, nearestM: number): number {
  return nearestM - m < 5 * STEP_M ? nearestM : m
}
