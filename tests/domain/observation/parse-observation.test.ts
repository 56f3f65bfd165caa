import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/domain/observation/canonical.ts'
import { JSON_DEPTH_LIMIT } from '../../../src/domain/observation/hostile-member.ts'
import {
  LIMITS,
  blobsOf,
  type ObservationKind,
} from '../../../src/domain/observation/observation.ts'
import { parseObservation } from '../../../src/domain/observation/parse-observation.ts'
import { HASH, SAMPLES, idOf, withMember } from './sample-records.ts'

const KINDS = Object.keys(SAMPLES) as ObservationKind[]

function nested(depth: number): unknown {
  let value: unknown = 'floor'
  for (let i = 0; i < depth; i += 1) value = { in: value }
  return value
}

const VOICE = { sha256: 'cd'.repeat(32), bytes: 9, mediaType: 'audio/webm', durationMs: 1_200 }
const row = (count: number) => Array.from({ length: count }, (_, i) => [i / 1e6, 43])
const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] })

describe('reading an observation', () => {
  it.each(KINDS)('[M1] reads an honest %s and keeps it whole', (kind) => {
    const parsed = parseObservation(SAMPLES[kind])
    expect(parsed).toEqual({ ok: true, observation: SAMPLES[kind] })
  })

  it.each(['heritage-point', 'trail-report'] as const)(
    '[M1] keeps what was drawn and said of a %s, and members of them that come later',
    (kind) => {
      const sketch = {
        strokes: [
          [[0, 0]],
          [
            [10, 20],
            [1_000, 1_000],
          ],
        ],
        colour: 'red',
      }
      const photo = { sha256: HASH, bytes: 1, mediaType: 'image/jpeg', sketch }
      const drawn = withMember(kind, 'properties.photos', [photo]) as { properties: object }
      const voice = { ...VOICE, words: 'un arbre' }
      const raw = { ...drawn, properties: { ...drawn.properties, voice } }
      expect(parseObservation(raw)).toEqual({ ok: true, observation: raw })
    },
  )

  it.each(KINDS)('[P09] refuses a %s without its obligatory members, naming them', (kind) => {
    for (const member of ['territory', 'device', 'createdAt', 'schema']) {
      const field = `properties.${member}`
      const parsed = parseObservation(withMember(kind, field, undefined))
      expect(parsed).toEqual({ ok: false, code: 'invalid-field', field })
    }
  })

  const refused: [string, ObservationKind, string, unknown, object][] = [
    ['a list', 'track', 'type', 'FeatureCollection', { code: 'not-a-feature' }],
    ['no properties', 'track', 'properties', null, { code: 'not-a-feature' }],
    ['no id', 'track', 'id', undefined, { code: 'no-id' }],
    ['a numeric id', 'track', 'id', 12, { code: 'no-id' }],
    ['a random id', 'track', 'id', '01890a5d-ac96-474b-bcce-b302099a8057', { code: 'no-id' }],
    ['a newer schema', 'track', 'properties.schema', 2, { code: 'newer-schema' }],
    [
      'a schema that is no number',
      'track',
      'properties.schema',
      '1',
      { code: 'invalid-field', field: 'properties.schema' },
    ],
    ['an unknown kind', 'track', 'properties.kind', 'selfie', { code: 'unknown-kind' }],
    ['a kind that is a method', 'track', 'properties.kind', 'toString', { code: 'unknown-kind' }],
    [
      'a place east of the world',
      'heritage-point',
      'geometry',
      point(180.1, 43),
      { code: 'outside-the-world', field: 'geometry.coordinates' },
    ],
    [
      'swapped axes far north',
      'trail-report',
      'geometry',
      {
        type: 'LineString',
        coordinates: [
          [43.7, -0.5],
          [0, 95],
        ],
      },
      { code: 'outside-the-world', field: 'geometry.coordinates.1' },
    ],
    [
      'a position that is not finite',
      'all-clear',
      'geometry',
      point(Number.NaN, 43),
      { code: 'invalid-field', field: 'geometry.coordinates.0' },
    ],
    [
      'a place of another sort',
      'trail-report',
      'geometry',
      { type: 'Polygon', coordinates: [] },
      { code: 'invalid-field', field: 'geometry.type' },
    ],
    ['no place', 'heritage-point', 'geometry', null, { code: 'invalid-field', field: 'geometry' }],
    [
      'a position of one number',
      'heritage-point',
      'geometry',
      { type: 'Point', coordinates: [1] },
      { code: 'invalid-field', field: 'geometry.coordinates' },
    ],
    [
      'a line of one position',
      'trail-report',
      'geometry',
      { type: 'LineString', coordinates: [[0, 0]] },
      { code: 'invalid-field', field: 'geometry.coordinates' },
    ],
    [
      'too many positions on one line',
      'trail-report',
      'geometry',
      { type: 'LineString', coordinates: row(LIMITS.positions + 1) },
      { code: 'invalid-field', field: 'geometry.coordinates' },
    ],
    [
      'too many positions on several lines',
      'track',
      'geometry',
      { type: 'MultiLineString', coordinates: [row(LIMITS.positions), row(2)] },
      { code: 'invalid-field', field: 'geometry.coordinates' },
    ],
    [
      'a day that does not exist',
      'track',
      'properties.createdAt',
      '2026-02-30T00:00:00Z',
      { code: 'invalid-field', field: 'properties.createdAt' },
    ],
    [
      'an instant that is not in UTC',
      'track',
      'properties.createdAt',
      '2026-02-03T00:00:00+01:00',
      { code: 'invalid-field', field: 'properties.createdAt' },
    ],
    [
      'an unknown reason for a gap',
      'track',
      'properties.gaps',
      [{ reason: 'magic' }],
      { code: 'invalid-field', field: 'properties.gaps.0.reason' },
    ],
    [
      'a magnitude off the scale',
      'trail-report',
      'properties.magnitude',
      3,
      { code: 'invalid-field', field: 'properties.magnitude' },
    ],
    [
      'a name made of spaces',
      'heritage-point',
      'properties.name',
      '   ',
      { code: 'invalid-field', field: 'properties.name' },
    ],
    [
      'a photo without its hash',
      'heritage-point',
      'properties.photos',
      [{ bytes: 1, mediaType: 'image/jpeg' }],
      { code: 'invalid-field', field: 'properties.photos.0.sha256' },
    ],
    ...(
      [
        ['that is a film', { mediaType: 'video/webm' }, '.mediaType'],
        ['as heavy as a film', { bytes: 2_000_001 }, '.bytes'],
        ['longer than anybody listens', { durationMs: 120_001 }, '.durationMs'],
        ['without a name', { sha256: undefined }, '.sha256'],
      ] as const
    ).map(([what, change, member]): (typeof refused)[number] => [
      `a voice ${what}`,
      'trail-report',
      'properties.voice',
      { ...VOICE, ...change },
      { code: 'invalid-field', field: `properties.voice${member}` },
    ]),
    [
      'a sketch outside its picture',
      'heritage-point',
      'properties.photos',
      [{ sha256: HASH, bytes: 1, mediaType: 'image/jpeg', sketch: { strokes: [[[0, 1_001]]] } }],
      { code: 'invalid-field', field: 'properties.photos.0.sketch.strokes.0.0.1' },
    ],
    [
      'more photos than anybody takes',
      'heritage-point',
      'properties.photos',
      Array.from({ length: LIMITS.photos + 1 }, () => ({ sha256: HASH, bytes: 1, mediaType: 'x' })),
      { code: 'invalid-field', field: 'properties.photos' },
    ],
    [
      'a coverage above the whole',
      'trail-test',
      'properties.coverage',
      1.2,
      { code: 'invalid-field', field: 'properties.coverage' },
    ],
    [
      'a test of no trail',
      'trail-test',
      'properties.trail',
      undefined,
      { code: 'invalid-field', field: 'properties.trail' },
    ],
  ]
  it.each(refused)('[P09] refuses %s with its cause', (_, kind, path, value, cause) => {
    expect(parseObservation(withMember(kind, path, value))).toEqual({ ok: false, ...cause })
  })

  it.each([undefined, null, 3, 'text', [], [SAMPLES.track]])(
    '[P30] answers a sentence to %j',
    (raw) => {
      expect(parseObservation(raw)).toEqual({ ok: false, code: 'not-a-feature' })
    },
  )

  it('[P30] refuses a member named __proto__ rather than obeying or dropping it', () => {
    const text = JSON.stringify(SAMPLES['heritage-point'])
    const inside = text.replace('"kind"', '"__proto__":{"kind":"track"},"kind"')
    expect(parseObservation(JSON.parse(inside))).toEqual({
      ok: false,
      code: 'invalid-field',
      field: 'properties.__proto__',
    })
    const above = text.replace('"type"', '"extra":[{"__proto__":1}],"type"')
    expect(parseObservation(JSON.parse(above))).toMatchObject({ field: 'extra.0.__proto__' })
    expect(({} as Record<string, unknown>)['kind']).toBeUndefined()
  })

  it('[P30] keeps members named after methods: they are only names', () => {
    const raw = withMember('all-clear', 'properties.constructor', 'x')
    expect(parseObservation(raw)).toEqual({ ok: true, observation: raw })
  })

  it('[P30] refuses what is nested deeper than any record, at any depth', () => {
    const fits = withMember('all-clear', 'extra', nested(JSON_DEPTH_LIMIT - 2))
    expect(parseObservation(fits).ok).toBe(true)
    for (const depth of [JSON_DEPTH_LIMIT, 200_000]) {
      const parsed = parseObservation(withMember('all-clear', 'extra', nested(depth)))
      expect(parsed).toMatchObject({ ok: false, code: 'invalid-field' })
    }
  })

  it('[P30] a NUL character is text like any other', () => {
    const raw = withMember('trail-report', 'properties.text', 'avant\u0000après')
    expect(parseObservation(JSON.parse(canonicalJson(raw)))).toEqual({ ok: true, observation: raw })
  })

  it('[M1] never changes what it reads: unknown members survive, everywhere (300 runs)', () => {
    const member = fc
      .jsonValue({ maxDepth: 3 })
      .map((value) => JSON.parse(JSON.stringify(value)) as unknown)
      // A member of that name is refused whole, see above.
      .filter((value) => !JSON.stringify(value).includes('"__proto__"'))
    const extras = fc.dictionary(
      fc.string().map((name) => `x-${name}`),
      member,
      { maxKeys: 4, noNullPrototype: true },
    )
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), extras, extras, (kind, outer, inner) => {
        const sample = SAMPLES[kind] as unknown as Record<string, object>
        const raw = { ...sample, ...outer, properties: { ...sample['properties'], ...inner } }
        const text = JSON.stringify(raw)
        const parsed = parseObservation(JSON.parse(text))
        expect(parsed.ok).toBe(true)
        if (parsed.ok) expect(canonicalJson(parsed.observation)).toBe(canonicalJson(raw))
        expect(JSON.stringify(raw)).toBe(text)
      }),
      { numRuns: 300 },
    )
  })

  it('[P30] never throws, whatever arrives (1,000 runs)', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc
        .tuple(
          fc.constantFrom(...KINDS),
          fc.jsonValue(),
          fc.constantFrom(
            'id',
            'geometry',
            'properties',
            'properties.photos',
            'properties.answers',
            'properties.fixes',
          ),
        )
        .map(([kind, value, path]) => withMember(kind, path, value)),
    )
    fc.assert(
      fc.property(anything, (raw) => {
        const parsed = parseObservation(raw)
        if (!parsed.ok) expect(parsed.code).toMatch(/^[a-z-]+$/)
      }),
      { numRuns: 1000 },
    )
  })

  it('[P22] reads every record of the first schema exactly as it was sent', () => {
    const file = new URL('./golden/schema-1.json', import.meta.url)
    const records = JSON.parse(readFileSync(file, 'utf8')) as unknown[]
    expect(records).toHaveLength(KINDS.length)
    for (const record of records) {
      expect(parseObservation(record)).toEqual({ ok: true, observation: record })
    }
  })
})

describe('the blobs of an observation', () => {
  it('[P06] are every photo once, and the raw fixes of a track', () => {
    const other = 'cd'.repeat(32)
    const photo = { bytes: 1, mediaType: 'image/jpeg' }
    const raw = withMember('heritage-point', 'properties.photos', [
      { ...photo, sha256: HASH },
      { ...photo, sha256: other },
      { ...photo, sha256: HASH },
    ])
    const hashes = (record: unknown) => {
      const parsed = parseObservation(record)
      return parsed.ok ? blobsOf(parsed.observation).map((blob) => blob.sha256) : null
    }
    expect(hashes(raw)).toEqual([HASH, other])
    const spoken = withMember('trail-report', 'properties.voice', VOICE)
    expect(hashes(spoken)).toEqual([VOICE.sha256])
    expect(hashes(SAMPLES.track)).toEqual([HASH])
    expect(hashes(SAMPLES['trail-report'])).toEqual([])
    expect(hashes(SAMPLES['all-clear'])).toEqual([])
    expect(hashes(SAMPLES['trail-test'])).toEqual([])
    expect(idOf(3) < idOf(4)).toBe(true)
  })
})
