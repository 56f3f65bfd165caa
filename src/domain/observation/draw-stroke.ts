import { simplifiedIndices } from '../geo/simplify.ts'
import { pointsIn, SKETCH_LIMITS, SKETCH_SIDE, type Stroke } from './sketch.ts'

/** Half the thickness of a drawn line: nobody sees what goes. */
const TOLERANCE = 2

/**
 * The strokes and one more, as a hand drew it: rounded to whole units, kept inside the picture, without the
 * points that a line does not need. `null` when there is no room for it, or nothing was drawn.
 * @param drawn as the pointer told it, in units of `SKETCH_SIDE`
 */
export function withStroke(
  strokes: readonly Stroke[],
  drawn: readonly (readonly [x: number, y: number])[],
): Stroke[] | null {
  const left = SKETCH_LIMITS.points - pointsIn(strokes)
  if (strokes.length >= SKETCH_LIMITS.strokes || left < 2) return null
  const line = simplified(onPicture(drawn), Math.min(left, SKETCH_LIMITS.pointsOfStroke))
  return line.length === 0 ? null : [...strokes, line]
}

function onPicture(drawn: readonly (readonly [x: number, y: number])[]): Stroke {
  const within = (value: number) => Math.round(Math.min(SKETCH_SIDE, Math.max(0, value)))
  const line: Stroke = []
  for (const [x, y] of drawn) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue
    const [atX, atY] = [within(x), within(y)]
    const last = line.at(-1)
    if (last?.[0] !== atX || last[1] !== atY) line.push([atX, atY])
  }
  return line
}

/** Coarser until it fits: a scribble loses its finest turns, never its end. */
function simplified(line: Stroke, most: number): Stroke {
  const path = { xs: line.map(([x]) => x!), ys: line.map(([, y]) => y!) }
  for (let tolerance = TOLERANCE; ; tolerance *= 2) {
    const kept = simplifiedIndices(path, tolerance).map((i) => line[i]!)
    if (kept.length <= most) return kept
  }
}
