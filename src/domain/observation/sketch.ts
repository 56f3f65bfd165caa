import * as z from 'zod/mini'
import { simplifiedIndices } from '../geo/simplify.ts'

/** Both sides of every picture, whatever its shape: 0 is left and top, 1,000 right and bottom. */
export const SKETCH_SIDE = 1_000
/** What a finger draws in a minute; the whole of it stays far below what one push may weigh. */
export const SKETCH_LIMITS = { strokes: 40, pointsOfStroke: 200, points: 2_000 } as const
/** Half the thickness of a drawn line: nobody sees what goes. */
const TOLERANCE = 2

const coordinate = z.int().check(z.gte(0), z.lte(SKETCH_SIDE))
const stroke = z
  .array(z.array(coordinate).check(z.length(2)))
  .check(z.minLength(1), z.maxLength(SKETCH_LIMITS.pointsOfStroke))

/**
 * What somebody drew on a photo, in the upright picture as it is shown. The photo's bytes never change:
 * this is a layer of its own. A stroke of one point is a dot.
 */
export const sketch = z.looseObject({
  strokes: z.array(stroke).check(
    z.maxLength(SKETCH_LIMITS.strokes),
    z.refine((strokes) => pointsIn(strokes) <= SKETCH_LIMITS.points, { error: 'too-many-points' }),
  ),
})
export type Sketch = z.infer<typeof sketch>
export type Stroke = Sketch['strokes'][number]

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

function pointsIn(strokes: readonly (readonly unknown[])[]): number {
  return strokes.reduce((sum, one) => sum + one.length, 0)
}
