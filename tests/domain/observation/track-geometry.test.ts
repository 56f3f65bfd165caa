import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../src/domain/observation/observation.ts'
import { trackGeometry } from '../../../src/domain/observation/track-geometry.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)

describe('the lines of a track, for its record', () => {
  it('a segment of one fix is no line: the holes around it become one', () => {
    const fix = (n: number) => ({ lon: 0, lat: n * 1e-4, atMs: START_MS + n * 1_000 })
    const { coordinates, gaps } = trackGeometry({
      recorded: true,
      segments: [[fix(0), fix(1)], [fix(50)], [fix(100), fix(101)]],
      gaps: [
        { reason: 'hidden', fromAtMs: START_MS + 1_000, toAtMs: START_MS + 50_000 },
        { reason: 'killed', fromAtMs: START_MS + 50_000, toAtMs: START_MS + 100_000 },
      ],
    })
    expect(coordinates).toHaveLength(2)
    expect(gaps).toEqual([
      { reason: 'hidden', fromAt: '2026-05-12T08:00:01.000Z', toAt: '2026-05-12T08:01:40.000Z' },
    ])
  })

  it('thins a walk of ten hours to what a record may hold, ends kept', () => {
    const long = Array.from({ length: 36_000 }, (_, n) => ({ lon: 0, lat: n * 1e-5 }))
    const { coordinates } = trackGeometry({ recorded: true, segments: [long], gaps: [] })
    expect(coordinates[0]!.length).toBeLessThanOrEqual(LIMITS.positions)
    expect(coordinates[0]!.length).toBeGreaterThan(5_000)
    expect(coordinates[0]!.at(-1)).toEqual([0, 0.35999])
  })
})
