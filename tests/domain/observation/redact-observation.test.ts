import { describe, expect, it } from 'vitest'
import { lineLengthM } from '../../../src/domain/geo/chainage.ts'
import { parseObservation } from '../../../src/domain/observation/parse-observation.ts'
import { redactObservation } from '../../../src/domain/observation/redact-observation.ts'
import { aHeritagePoint, aReport, aTrack } from '../../support/records.ts'

const FIXES = { sha256: 'b'.repeat(64), bytes: 10, mediaType: 'application/json', count: 2 }

describe('an observation whose author is forgotten', () => {
  it('[P26] keeps its facts, and loses text, photos and every member that is not known', () => {
    const report = aReport({
      text: 'Chez moi.',
      photos: [{ sha256: 'c'.repeat(64), bytes: 3, mediaType: 'image/jpeg', alt: 'Moi' }],
      ...({ email: 'moi@exemple.fr', redacted: ['text'] } as object),
    })
    const hostile = { ...report, author: 'Moi', geometry: { ...report.geometry, note: 'Moi' } }
    const { properties } = report
    const { schema, territory, device, createdAt, kind, category, magnitude } = properties
    expect(redactObservation(hostile, 200)).toEqual({
      type: 'Feature',
      id: report.id,
      geometry: report.geometry,
      properties: {
        ...{ schema, territory, device, createdAt, kind, category, magnitude },
        redacted: ['other', 'photos', 'text'],
      },
    })
  })

  it('is left as it is when it says nothing but facts', () => {
    const point = aHeritagePoint()
    expect(redactObservation(point, 200)).toEqual(point)
  })

  it('[P26] a walk loses both ends, which lead to doors, with the holes that lay in them', () => {
    // About 1,600 m in steps of 80 m; the first hole is 80 m from the start.
    const at = (i: number) => [-0.69 + i / 1_000, 43.63]
    const lines = [
      [at(0), at(1)],
      [at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10)],
      [at(11), at(12), at(13), at(14), at(15), at(16), at(17), at(18), at(19), at(20)],
    ]
    const track = aTrack(FIXES)
    const gaps = [{ reason: 'hidden' as const }, { reason: 'signal-lost' as const, secret: 'x' }]
    const walk = {
      ...track,
      geometry: { type: 'MultiLineString' as const, coordinates: lines },
      properties: { ...track.properties, gaps },
    }
    const redacted = redactObservation(walk, 200)
    expect(redacted.properties).toMatchObject({
      redacted: ['ends'],
      gaps: [{ reason: 'signal-lost' }],
    })
    expect(JSON.stringify(redacted)).not.toContain('secret')
    const left = (redacted as typeof track).geometry.coordinates
    expect(left).toHaveLength(2)
    expect(left[0]![0]).toEqual(at(3))
    expect(left[1]!.at(-1)).toEqual(at(17))
    expect(lineLengthM(left[0]!)).toBeGreaterThan(400)
    expect(parseObservation(redacted).ok).toBe(true)
  })

  it('[P05] a walk keeps who else recorded it and which lines are theirs, but no name of a file', () => {
    const at = (i: number) => [-0.69 + i / 1_000, 43.63]
    const lines = [
      [at(0), at(1)],
      [at(1), at(2)],
      [at(2), at(3), at(4), at(5), at(6), at(7), at(8)],
      [at(8), at(9), at(10), at(11), at(12), at(13), at(14)],
      [at(14), at(15), at(16), at(17)],
    ]
    const by = { name: 'Garmin Connect', format: 'gpx' }
    const hole = (first: number, last: number, name: object = by) => ({
      ...{ by: { ...by, ...name }, reason: 'hidden' as const, filledS: 60, lengthM: 80 },
      ...{ fromAt: '2026-05-01T08:40:00Z', toAt: '2026-05-01T08:50:00Z' },
      ...{ lines: [first, last], note: 'CONFIDENCE' },
    })
    const track = aTrack(FIXES)
    const walk = {
      ...track,
      geometry: { type: 'MultiLineString' as const, coordinates: lines },
      properties: {
        ...track.properties,
        gaps: lines.slice(1).map(() => ({ reason: 'hidden' as const })),
        filled: [hole(0, 0), hole(1, 2), hole(3, 3, { name: 'Chez Odile.GPX' })],
        recordedBy: { ...by, name: 'Marche de Maïté.fit', owner: 'CONFIDENCE' },
      },
    }
    const redacted = redactObservation(walk, 200)
    const { properties, geometry } = redacted as typeof walk
    expect(geometry.coordinates).toHaveLength(2)
    expect(properties.filled).toMatchObject([
      { by, lines: [0, 0], reason: 'hidden', filledS: 60, lengthM: 80 },
      { by: { name: 'gpx' }, lines: [1, 1] },
    ])
    expect(properties.recordedBy).toEqual({ name: 'gpx', format: 'gpx' })
    expect(JSON.stringify(redacted)).not.toMatch(/CONFIDENCE|Odile|Maïté/)
    expect(parseObservation(redacted).ok).toBe(true)
  })

  it('[P26] loses its voice, and every drawing with the photo it was made on', () => {
    const blob = (fill: string, mediaType: string) => ({
      ...{ sha256: fill.repeat(64), bytes: 3, mediaType },
    })
    const sketch = { strokes: [[[1, 2]]] }
    const report = aReport({
      photos: [{ ...blob('c', 'image/jpeg'), sketch }],
      voice: { ...blob('d', 'audio/webm'), mediaType: 'audio/webm', durationMs: 1_000 },
    })
    const { properties } = redactObservation(report, 200)
    expect(properties).toMatchObject({ redacted: ['photos', 'voice'] })
    expect(Object.keys(properties)).not.toEqual(expect.arrayContaining(['voice']))
    expect(JSON.stringify(properties)).not.toMatch(/strokes|dddd/)
  })

  it('[P26] of a walk no longer than its ends, no line is left', () => {
    const redacted = redactObservation(aTrack(FIXES), 200)
    expect(redacted.geometry).toEqual({ type: 'MultiLineString', coordinates: [] })
    expect(parseObservation(redacted).ok).toBe(true)
  })
})
