import { describe, expect, it } from 'vitest'
import { thumbnailPath } from '../../../src/app/ui/thumbnail-path.ts'

const numbers = (d: string) => [...d.matchAll(/-?\d+(\.\d+)?/g)].map(([text]) => Number(text))

describe('thumbnailPath', () => {
  it('keeps a line inside its margins, north up', () => {
    const d = thumbnailPath(
      [
        [
          [-0.6, 43.6],
          [-0.5, 43.7],
        ],
      ],
      64,
      8,
    )
    const [x1, y1, x2, y2] = numbers(d)
    expect(x1).toBeLessThan(x2!)
    expect(y1).toBeGreaterThan(y2!)
    for (const value of numbers(d)) {
      expect(value).toBeGreaterThanOrEqual(8)
      expect(value).toBeLessThanOrEqual(56)
    }
  })

  it('draws a place that does not move as a point in the middle', () => {
    expect(
      numbers(
        thumbnailPath(
          [
            [
              [0, 43],
              [0, 43],
            ],
          ],
          64,
          8,
        ),
      ),
    ).toEqual([32, 32, 32, 32])
  })

  it('draws nothing from nothing', () => {
    expect(thumbnailPath([], 64, 8)).toBe('')
    expect(thumbnailPath([[]], 64, 8)).toBe('')
  })

  it('lifts the pen between two lines', () => {
    const d = thumbnailPath(
      [
        [
          [0, 43],
          [0, 43.1],
        ],
        [
          [0.1, 43],
          [0.1, 43.1],
        ],
      ],
      64,
      8,
    )
    expect(d.match(/M/g)).toHaveLength(2)
  })

  it('leaves out what cannot be seen', () => {
    const line = Array.from({ length: 20_000 }, (_, i) => [i / 200_000, 43 + i / 200_000])
    expect(thumbnailPath([line], 64, 8).length).toBeLessThan(2_000)
  })
})
