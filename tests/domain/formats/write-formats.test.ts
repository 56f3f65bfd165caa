import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedFile } from '../../../src/domain/formats/parsed-file.ts'
import { readFile } from '../../../src/domain/formats/read-file.ts'
import { writeGeoJson } from '../../../src/domain/formats/write-geojson.ts'
import { writeGpx } from '../../../src/domain/formats/write-gpx.ts'
import { writeKml } from '../../../src/domain/formats/write-kml.ts'
import { writeTcx } from '../../../src/domain/formats/write-tcx.ts'
import type { WritableFile } from '../../../src/domain/formats/written-file.ts'
import type { Fix } from '../../../src/domain/geo/fix.ts'

/** Numbers as files hold them, so that reading back can be compared exactly. */
const decimal = (min: number, max: number, digits: number) =>
  fc
    .integer({ min: Math.ceil(min * 10 ** digits), max: Math.floor(max * 10 ** digits) })
    .map((value) => Number((value / 10 ** digits).toFixed(digits)))
const START_MS = Date.parse('2026-05-12T08:00:00Z')

const fix = fc.record({
  lon: decimal(-179, 179, 6),
  lat: decimal(-89, 89, 6),
  // Not 0: among other altitudes, that is how receivers write "none".
  eleM: decimal(0.5, 4000, 1),
})
const segment = fc.array(fix, { minLength: 2, maxLength: 12 })
const words = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .map((text) => text.replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '')
const file: fc.Arbitrary<WritableFile> = fc
  .record({
    name: words,
    tracks: fc.array(
      fc.record({ name: words, segments: fc.array(segment, { minLength: 1, maxLength: 3 }) }),
      { minLength: 1, maxLength: 3 },
    ),
    waypoints: fc.array(
      fc.record({ name: words, lon: decimal(-179, 179, 6), lat: decimal(-89, 89, 6) }),
      { maxLength: 4 },
    ),
  })
  .map(({ tracks, ...rest }) => ({
    ...rest,
    routes: [],
    tracks: tracks.map(({ name, segments }) => ({ name, track: timed(segments) })),
  }))

function timed(segments: Fix[][]) {
  let atMs = START_MS
  return {
    segments: segments.map((fixes) => fixes.map((one) => ({ ...one, atMs: (atMs += 1000) }))),
    gaps: segments.slice(1).map(() => ({ reason: 'file' as const })),
    recorded: true,
  }
}

function read(text: string): ParsedFile {
  const outcome = readFile(new TextEncoder().encode(text))
  expect(outcome.refusal).toBeNull()
  return outcome.file!
}

const shape = (lines: WritableFile['tracks']) =>
  lines.map(({ name, track }) => ({
    name,
    segments: track.segments.map((fixes) =>
      fixes.map(({ lon, lat, eleM, atMs }) => ({ lon, lat, eleM, atMs })),
    ),
  }))

describe('writing and reading back', () => {
  it('GPX gives the same tracks, times included, and the same waypoints', () => {
    fc.assert(
      fc.property(file, (written) => {
        const back = read(writeGpx(written, { times: true }))
        expect(shape(back.tracks)).toEqual(shape(written.tracks))
        expect(back.waypoints.map(({ name, lon, lat }) => ({ name, lon, lat }))).toEqual(
          written.waypoints.map(({ name, lon, lat }) => ({ name, lon, lat })),
        )
      }),
    )
  })

  it('KML gives the same tracks, times included', () => {
    fc.assert(
      fc.property(file, (written) => {
        expect(shape(read(writeKml(written, { times: true })).tracks)).toEqual(
          shape(written.tracks),
        )
      }),
    )
  })

  it('GeoJSON gives the same tracks, times included', () => {
    fc.assert(
      fc.property(file, (written) => {
        const text = writeGeoJson(written, { times: true })
        expect(shape(read(text).tracks)).toEqual(shape(written.tracks))
      }),
    )
  })

  it('TCX gives the same fixes', () => {
    fc.assert(
      fc.property(file, (written) => {
        const back = read(writeTcx(written, { times: true }))
        const fixes = (lines: WritableFile['tracks']) =>
          shape(lines).flatMap(({ segments }) => segments.flat())
        expect(fixes(back.tracks)).toEqual(fixes(written.tracks))
      }),
    )
  })
})

describe('what a published file may say', () => {
  it('[P26] no writer writes an instant unless the walker asks for it', () => {
    fc.assert(
      fc.property(file, (written) => {
        const options = { times: false }
        const texts = [
          writeGpx(written, options),
          writeKml(written, options),
          writeGeoJson(written, options),
        ]
        for (const text of texts) expect(text).not.toMatch(/2026-05-12T|<time>|<when>|"times"/)
      }),
    )
  })

  it('numbers are never in scientific notation', () => {
    const line = [
      { lon: 0.0000004, lat: -0.0000012 },
      { lon: 1e-7, lat: 1e-5, eleM: -0.01 },
    ]
    const track = { segments: [line], gaps: [], recorded: false }
    expect(
      writeGpx({ tracks: [], routes: [{ track }], waypoints: [] }, { times: false }),
    ).toContain('<rtept lat="-0.000001" lon="0.000000"/>')
  })

  it('unknown members of a GeoJSON file survive a round trip', () => {
    const source = {
      type: 'FeatureCollection',
      source: 'office',
      features: [
        {
          type: 'Feature',
          id: 'a-1',
          own: { deep: [1, { two: null }] },
          properties: { name: 'Lavoir', kind: 'lavoir', tags: ['a', 'b'] },
          geometry: { type: 'Point', coordinates: [-0.6, 43.7] },
        },
      ],
    }
    const back = writeGeoJson(read(JSON.stringify(source)), { times: false })
    expect(JSON.parse(back)).toMatchObject(source)
  })
})
