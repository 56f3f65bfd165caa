import { describe, expect, it } from 'vitest'
import { boxesMeet, boxOfLine } from '../../../src/domain/geo/box.ts'

describe('a box', () => {
  it('is drawn around a line', () => {
    const line = [
      [-0.6, 43.6],
      [-0.5, 43.8, 120],
      [-0.7, 43.7],
    ]
    expect(boxOfLine(line)).toEqual([-0.7, 43.6, -0.5, 43.8])
  })

  it('grows by metres, more in degrees to the east than to the north', () => {
    const [west, south, east, north] = boxOfLine([[-0.6, 43.7]], 111)
    expect(north - 43.7).toBeCloseTo(0.001, 6)
    expect(43.7 - south).toBeCloseTo(0.001, 6)
    expect(east + 0.6).toBeCloseTo(0.001 / Math.cos((43.7 * Math.PI) / 180), 6)
    expect(-0.6 - west).toBeCloseTo(east + 0.6, 9)
  })

  it('meets another one where they touch', () => {
    expect(boxesMeet([0, 0, 1, 1], [1, 1, 2, 2])).toBe(true)
    expect(boxesMeet([0, 0, 1, 1], [1.1, 0, 2, 1])).toBe(false)
    expect(boxesMeet([0, 0, 1, 1], [0, 1.1, 1, 2])).toBe(false)
  })
})
