import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { withStroke } from '../../../src/domain/observation/draw-stroke.ts'
import {
  sketch,
  SKETCH_LIMITS,
  SKETCH_SIDE,
  type Stroke,
} from '../../../src/domain/observation/sketch.ts'

const isReadable = (strokes: unknown) => z.safeParse(sketch, { strokes }).success
const zigzag = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [(i * 5) % 1_000, i % 2 === 0 ? 0 : 1_000])

describe('a sketch on a photo', () => {
  it('keeps a stroke in whole units, without the points that a line does not need', () => {
    const drawn = [
      [0.4, 0.4],
      [100.2, 100.9],
      [500, 500],
      [500, 500],
      [500.4, 900.2],
    ] as const
    expect(withStroke([], drawn)).toEqual([
      [
        [0, 0],
        [500, 500],
        [500, 900],
      ],
    ])
  })

  it('keeps a touch as a dot, and a hand that leaves the picture at its edge', () => {
    expect(withStroke([], [[12, 34]])).toEqual([[[12, 34]]])
    const edge = withStroke(
      [],
      [
        [-80, 500],
        [1_400, 500],
      ],
    )
    expect(edge).toEqual([
      [
        [0, 500],
        [SKETCH_SIDE, 500],
      ],
    ])
    expect(withStroke([], [])).toBeNull()
    expect(withStroke([], [[Number.NaN, 3]])).toBeNull()
  })

  it('thins what is too long for one stroke, and never moves its ends', () => {
    const [stroke] = withStroke([], zigzag(5_000))!
    expect(stroke!.length).toBeLessThanOrEqual(SKETCH_LIMITS.pointsOfStroke)
    expect([stroke![0], stroke!.at(-1)]).toEqual([[0, 0], zigzag(5_000).at(-1)])
  })

  it('is full after so many strokes, or so many points', () => {
    let strokes: Stroke[] = []
    for (let i = 0; i < SKETCH_LIMITS.strokes; i += 1) strokes = withStroke(strokes, [[i, i]])!
    expect(withStroke(strokes, [[1, 1]])).toBeNull()
    const many = Array.from({ length: 10 }, () => zigzag(200) as Stroke)
    expect(isReadable(many)).toBe(true)
    expect(withStroke(many, [[1, 1]])).toBeNull()
  })

  it('[P30] whatever a pointer tells, what is kept can be read and stays bounded', () => {
    const told = fc.oneof(fc.integer({ min: -2_000, max: 3_000 }), fc.double())
    const drawn = fc.array(fc.array(fc.tuple(told, told), { maxLength: 400 }), { maxLength: 45 })
    fc.assert(
      fc.property(drawn, (hand) => {
        let strokes: Stroke[] = []
        for (const one of hand) {
          const next = withStroke(strokes, one)
          if (!next) continue
          expect(next.slice(0, -1)).toEqual(strokes)
          strokes = next
        }
        expect(isReadable(strokes)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('[P30] is refused at the border when it is no sketch; unknown members survive', () => {
    for (const strokes of [
      [[[0, 1_001]]],
      [[[0, -1]]],
      [[[0.5, 1]]],
      [[[1]]],
      [[[1, 2, 3]]],
      [[]],
      [zigzag(201)],
      Array.from({ length: 41 }, () => [[1, 1]]),
      Array.from({ length: 11 }, () => zigzag(200)),
      'x',
    ])
      expect(isReadable(strokes), JSON.stringify(strokes).slice(0, 60)).toBe(false)
    const later = { strokes: [[[1, 2]]], colours: ['red'] }
    expect(z.parse(sketch, later)).toEqual(later)
  })
})
