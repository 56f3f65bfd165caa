import { describe, expect, it } from 'vitest'
import { lineFeatures } from '../../../src/app/map/layers/line-features.ts'
import { boxOf } from '../../../src/app/map/map-content.ts'

describe('boxOf', () => {
  it('holds lines, points and the position', () => {
    const box = boxOf({
      references: [
        {
          id: 'a',
          lines: [
            [
              [-0.6, 43.6],
              [-0.5, 43.7],
            ],
          ],
        },
      ],
      points: [{ id: 'b', kind: 'report', at: [-0.7, 43.65] }],
      position: { at: [-0.55, 43.8] },
    })
    expect(box).toEqual([-0.7, 43.6, -0.5, 43.8])
  })

  it('is nothing when there is nothing', () => {
    expect(boxOf({})).toBeNull()
    expect(boxOf({ walks: [{ id: 'a', lines: [] }] })).toBeNull()
  })
})

describe('lineFeatures', () => {
  it('[P03] never joins two segments', () => {
    const lines = [
      [
        [0, 43],
        [0, 44],
      ],
      [
        [1, 43],
        [1, 44],
      ],
    ]
    const { features } = lineFeatures([{ id: 'walk', lines }], 'walk')
    expect(features[0]!.geometry.coordinates).toEqual(lines)
    expect(features[0]!.properties).toEqual({ id: 'walk', selected: true })
  })

  it('leaves out a segment of one position', () => {
    const { features } = lineFeatures([{ id: 'walk', lines: [[[0, 43]]] }], undefined)
    expect(features[0]!.geometry.coordinates).toEqual([])
  })
})
