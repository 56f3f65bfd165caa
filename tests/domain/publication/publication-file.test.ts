import fc from 'fast-check'
import { check } from '@placemarkio/check-geojson'
import { describe, expect, it } from 'vitest'
import type { HeritageEntity, TrailEntity } from '../../../src/domain/catalogue/entity.ts'
import {
  publicationFile,
  toGeoJsonText,
  type PublicationInput,
} from '../../../src/domain/publication/publication-file.ts'
import { trailGpx } from '../../../src/domain/publication/trail-gpx.ts'
import { aHeritageEntity, aTrail, newId } from '../../support/records.ts'

const LICENCE = { name: 'Licence Ouverte 2.0', url: 'https://example.org/licence' }

/** What the catalogue knows and the world must not read, under every name it goes by. */
const PRIVATE_MEMBERS = [
  'decision',
  'decidedAt',
  'decidedBy',
  'observations',
  'waivers',
  'device',
  'account',
  'author',
  'createdAt',
  'receivedAt',
  'referenceSetAt',
  'publications',
  'territory',
  'deleted',
  'crs',
  'times',
  'coordTimes',
]
const TIME_OF_DAY = /\d{2}:\d{2}/

const position = fc.tuple(
  fc.double({ min: -0.61, max: -0.6, noNaN: true }),
  fc.double({ min: 43.68, max: 43.69, noNaN: true }),
  fc.double({ min: -5, max: 1_500, noNaN: true }),
)
const line = fc.array(position, { minLength: 2, maxLength: 40 })
const instants = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })

const world = fc.record({
  line,
  hasAltitudes: fc.boolean(),
  name: text,
  decidedAt: instants,
  referenceSetAt: instants,
  publishedAt: instants,
  testedOn: fc.option(
    instants.map((one) => one.slice(0, 10)),
    { nil: undefined },
  ),
  tests: fc.nat(50),
  points: fc.array(fc.record({ place: position, name: fc.option(text, { nil: undefined }) }), {
    maxLength: 6,
  }),
})

function inputOf(one: typeof world extends fc.Arbitrary<infer T> ? T : never): {
  input: PublicationInput
  secrets: string[]
} {
  const bare = aTrail({ line: one.line.map((p) => (one.hasAltitudes ? [...p] : p.slice(0, 2))) })
  const trail: TrailEntity = {
    ...bare,
    properties: {
      ...bare.properties,
      attributes: { ...bare.properties.attributes, name: one.name },
      decidedAt: one.decidedAt,
      referenceSetAt: one.referenceSetAt,
      published: { number: 3, at: one.publishedAt },
      publications: 3,
      waivers: [{ check: 'GEO-10', reason: 'Vu sur place.', decision: newId() }],
    },
  }
  const heritage: HeritageEntity[] = one.points.map(({ place, name }) =>
    aHeritageEntity(
      {
        ...(name === undefined ? {} : { name }),
        decidedAt: one.decidedAt,
        trails: [trail.id],
        observations: [newId(), newId()],
        photos: [{ sha256: 'c'.repeat(64) }],
      },
      place.slice(0, 2),
    ),
  )
  const { testedOn, tests } = one
  return {
    input: {
      trail,
      number: 3,
      heritage,
      tested: { tests, ...(testedOn === undefined ? {} : { testedOn }) },
      office: 'Office d’essai',
      licence: LICENCE,
      photoHref: (sha256) => `/photos/${sha256}.jpg`,
    },
    secrets: [
      trail.properties.decision,
      one.decidedAt,
      one.referenceSetAt,
      one.publishedAt,
      ...trail.properties.waivers.map(({ decision }) => decision),
      ...heritage.flatMap(({ properties }) => [properties.decision, ...properties.observations]),
    ],
  }
}

function membersOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(membersOf)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...membersOf(inner)])
}

describe('a frozen publication', () => {
  it('[P26] says nobody’s name, no hour, no device and no record of the field', () => {
    fc.assert(
      fc.property(world, (one) => {
        const { input, secrets } = inputOf(one)
        const text = toGeoJsonText({ ...publicationFile(input) })
        const members = new Set(membersOf(JSON.parse(text)))
        for (const name of PRIVATE_MEMBERS) expect(members).not.toContain(name)
        for (const secret of secrets) expect(text).not.toContain(secret)
        const withoutName = text.replaceAll(JSON.stringify(one.name).slice(1, -1), '')
        if (one.points.every(({ name }) => name === undefined)) {
          expect(withoutName).not.toMatch(TIME_OF_DAY)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('[P28] is the same to the byte, however often and in whatever order its points come', () => {
    fc.assert(
      fc.property(world, (one) => {
        const { input } = inputOf(one)
        const text = toGeoJsonText({ ...publicationFile(input) })
        const again = { ...input, heritage: [...input.heritage].reverse() }
        expect(toGeoJsonText({ ...publicationFile(again) })).toBe(text)
        expect(toGeoJsonText({ ...publicationFile(structuredCloneOf(input)) })).toBe(text)
      }),
      { numRuns: 60 },
    )
  })

  it('is GeoJSON as RFC 7946 has it: a box, six decimals, no crs, points in walking order', () => {
    fc.assert(
      fc.property(world, (one) => {
        const { input } = inputOf(one)
        const text = toGeoJsonText({ ...publicationFile(input) })
        expect(() => check(text)).not.toThrow()
        const file = publicationFile(input)
        const [west, south, east, north] = file.bbox
        const places = file.features.flatMap(({ geometry }) =>
          geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates,
        )
        for (const [lon, lat] of places) {
          expect(lon!).toBe(Math.round(lon! * 1e6) / 1e6)
          expect(lon! >= west && lon! <= east && lat! >= south && lat! <= north).toBe(true)
        }
        const along = file.features
          .slice(1)
          .map((one) => (one.properties as { alongM: number }).alongM)
        expect(along).toEqual([...along].sort((a, b) => a - b))
      }),
      { numRuns: 60 },
    )
  })

  it('leaves out what was deleted, and what people only declared', () => {
    const { input } = inputOf(fc.sample(world, { numRuns: 1, seed: 7 })[0]!)
    const gone = aHeritageEntity({ name: 'Partie', deleted: { at: newId(), reason: 'Détruite.' } })
    const { trail } = input
    const declared = { ...trail.properties.attributes, declaredLengthM: 12_345 }
    const text = toGeoJsonText({
      ...publicationFile({
        ...input,
        heritage: [gone],
        trail: { ...trail, properties: { ...trail.properties, attributes: declared } },
      }),
    })
    expect(text).not.toContain('Partie')
    expect(text).not.toContain('12345')
  })

  it('says how each figure was made, and no climb where nothing is known of it', () => {
    const flat = inputOf({ ...fc.sample(world, { numRuns: 1, seed: 3 })[0]!, hasAltitudes: false })
    const [trail] = publicationFile(flat.input).features
    expect(trail.properties).toMatchObject({
      lengthMethod: 'reference-line',
      walkingMethod: 'swiss-on-level',
      version: 3,
    })
    expect(trail.properties).not.toHaveProperty('ascentM')
  })
})

describe('the GPX of a publication', () => {
  it('[P26] has no time, one waypoint a place, and names that are text', () => {
    fc.assert(
      fc.property(world, (one) => {
        const [trail, ...heritage] = publicationFile(inputOf(one).input).features
        const gpx = trailGpx(trail, heritage, () => '<b>&"nom"')
        expect(gpx).not.toContain('<time>')
        expect(gpx).not.toContain('<b>')
        expect(gpx.match(/<wpt /g) ?? []).toHaveLength(heritage.length)
      }),
      { numRuns: 30 },
    )
  })
})

/** A copy that shares nothing with the input. */
function structuredCloneOf(input: PublicationInput): PublicationInput {
  const { trail, heritage } = JSON.parse(
    JSON.stringify({ trail: input.trail, heritage: input.heritage }),
  ) as Pick<PublicationInput, 'trail' | 'heritage'>
  return { ...input, trail, heritage }
}

describe('attributes that nobody foresaw', () => {
  it('[P26] the world reads a list of members, not whatever the desk was given', () => {
    const bare = aTrail()
    const hostile = {
      ...bare.properties.attributes,
      difficulty: 'facile' as const,
      communes: [{ name: 'Saint-Sever', code: '40282', mayorPhone: '06 00 00 00 00' }],
      ownerName: 'Madame D.',
      kind: 'heritage-point',
      version: 99,
      tests: 1_000,
      redacted: ['text'],
      device: newId(),
      licence: 'À moi',
    }
    const trail = { ...bare, properties: { ...bare.properties, attributes: hostile } }
    const file = publicationFile({
      ...{ trail, number: 1, heritage: [], tested: { tests: 0 }, office: 'Office' },
      ...{ licence: LICENCE, photoHref: (sha256) => sha256 },
    })
    const { properties } = file.features[0]
    expect(properties).toMatchObject({
      ...{ kind: 'trail', version: 1, tests: 0, difficulty: 'facile' },
      communes: [{ name: 'Saint-Sever', code: '40282' }],
    })
    expect(JSON.stringify(file)).not.toMatch(/mayorPhone|ownerName|Madame|device|redacted/)
  })
})
