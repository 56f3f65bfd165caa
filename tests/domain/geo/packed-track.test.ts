import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fix, Track } from '../../../src/domain/geo/fix.ts'
import { linesToDraw, packTrack, unpackTrack } from '../../../src/domain/geo/packed-track.ts'

const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const fix = fc.record(
  {
    ...{ lon: number, lat: number, eleM: number, accuracyM: number, eleAccuracyM: number },
    ...{ speedMS: number, headingDeg: number, atMs: fc.integer() },
  },
  { requiredKeys: ['lon', 'lat'] },
)
const at = (northM: number): Fix => ({ lon: -0.6, lat: 43.7 + northM / 111_000 })

describe('a packed track', () => {
  it('comes back the same, with its holes and what was filled', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fix)), fc.boolean(), (segments, recorded) => {
        const gaps = segments.slice(1).map(() => ({ reason: 'killed' as const, fromAtMs: 5 }))
        const track = { segments, gaps, recorded } as Track
        expect(unpackTrack(packTrack(track))).toEqual(track)
      }),
    )
  })

  it('[P03] is drawn segment by segment: both ends, and nothing closer than 3 m between', () => {
    const track: Track = {
      recorded: true,
      segments: [[at(0), at(1), at(2), at(5), at(6)], [at(100)], []],
      gaps: [{ reason: 'killed' }, { reason: 'hidden' }],
    }
    const norths = linesToDraw(packTrack(track)).map((line) =>
      line.map(([, lat]) => Math.round((lat! - 43.7) * 111_000)),
    )
    expect(norths).toEqual([[0, 5, 6], [100], []])
  })
})
