import type { Position } from 'geojson'
import { measureLine, positionAt, type MeasuredLine } from '../chainage.ts'
import type { Fix } from '../fix.ts'
import { fromPlane } from '../plane.ts'
import { roundDegrees, roundMetres } from '../rounding.ts'
import { calmLine, divideLine, trembles } from './calm-line.ts'
import { collapseStops } from './collapse-stops.ts'
import { despike } from './despike.ts'

/** A vertex is a spike when both its legs are this long, and stand out from the line around… */
const SPIKE_LEG_M = 25
const SPIKE_LEGS_SHARE = 4
/** …and the direct way between its neighbours is so much shorter. */
const SPIKE_RETURN_SHARE = 0.3

/**
 * The line that somebody recorded, as a reference: without spikes, without the drift of pauses, and
 * smoothed as much as it trembles, a vertex each 8 m. What was walked stays within some metres, and the
 * length is that of the ground. The recording itself is not changed.
 */
export function cleanRecorded(fixes: readonly Fix[]): Position[] {
  const kept = collapseStops(despike(fixes))
  return calmPositions(
    kept.map(({ lon, lat, eleM }) => (eleM === undefined ? [lon, lat] : [lon, lat, eleM])),
  )
}

/**
 * The same for a line of which nobody says how it was made: spikes go, and it is smoothed only if it
 * trembles as no drawn line does.
 */
export function cleanLine(positions: readonly Position[]): Position[] {
  const line = withoutSpikes(positions)
  const { path } = measureLine(line)
  return path.lengthM > 0 && trembles(path, divideLine(path)) ? calmPositions(line) : line
}

function calmPositions(positions: readonly Position[]): Position[] {
  const line = measureLine(positions)
  if (!(line.path.lengthM > 0)) return [...positions]
  const { xs, ys, alongM } = calmLine(divideLine(line.path))
  return Array.from(xs, (x, k) => {
    const place = fromPlane(line.plane, x, ys[k]!).map(roundDegrees)
    const eleM = altitudeAt(line, alongM[k]!)
    return eleM === undefined ? place : [...place, roundMetres(eleM)]
  })
}

function altitudeAt(line: MeasuredLine, chainageM: number): number | undefined {
  return positionAt(line, chainageM)[2]
}

/** There and back at once, far beyond the steps around: no path does it, and a receiver may. */
function withoutSpikes(positions: readonly Position[]): Position[] {
  const { path } = measureLine(positions)
  const { xs, ys } = path
  const stepM = (i: number, k: number): number => Math.hypot(xs[k]! - xs[i]!, ys[k]! - ys[i]!)
  const steps = Array.from({ length: Math.max(0, xs.length - 1) }, (_, i) => stepM(i, i + 1))
  const usualM = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 0
  const leastM = Math.max(SPIKE_LEG_M, SPIKE_LEGS_SHARE * usualM)
  return positions.filter((_, i) => {
    if (i === 0 || i === positions.length - 1) return true
    const there = steps[i - 1]!
    const back = steps[i]!
    if (there < leastM || back < leastM) return true
    return stepM(i - 1, i + 1) > SPIKE_RETURN_SHARE * (there + back)
  })
}
