import * as z from 'zod/mini'

/** Both sides of every picture, whatever its shape: 0 is left and top, 1,000 right and bottom. */
export const SKETCH_SIDE = 1_000
/** What a finger draws in a minute; the whole of it stays far below what one push may weigh. */
export const SKETCH_LIMITS = { strokes: 40, pointsOfStroke: 200, points: 2_000 } as const

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

/** How many points there are in all strokes. */
export function pointsIn(strokes: readonly (readonly unknown[])[]): number {
  return strokes.reduce((sum, one) => sum + one.length, 0)
}
