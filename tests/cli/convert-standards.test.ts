import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command as convert } from '../../src/cli/convert.ts'
import { writeGpx } from '../../src/domain/formats/write-gpx.ts'
import en from '../../src/locales/en/cli.json' with { type: 'json' }
import fr from '../../src/locales/fr/cli.json' with { type: 'json' }
import { translator } from '../../src/locales/translate.ts'
import { problemsOfGpx } from '../support/gpx-structure.ts'
import { againstRandonneeSchema } from '../support/randonnee-schema.ts'
import { simulateWalk } from '../support/simulator/simulate-walk.ts'
import { makeTrail } from '../support/simulator/trail-shapes.ts'

const FOLDER = mkdtempSync(join(tmpdir(), 'jalon-standards-'))
const SAMPLES = join(import.meta.dirname, '../fixtures/walks')

async function run(input: string, output: string, to: string, warnings: string[] = []) {
  const silent = { print: () => undefined, warn: (line: string) => warnings.push(line) }
  const say = translator({ fr, en }, 'fr')
  return convert.run(
    { words: [input, output], json: false, options: { to } },
    { language: 'fr', say, ...silent },
  )
}

const { fixes } = simulateWalk(makeTrail('loop', 5, 2000).line, { seed: 5, altimeter: 'barometer' })
const hostile = 'Tour & détour <du> "bourg"\u0007'
const full = writeGpx(
  {
    name: hostile,
    description: hostile,
    tracks: [
      {
        name: hostile,
        description: hostile,
        kept: { cmt: 'un', src: 'deux', type: 'trois' },
        track: { segments: [fixes, fixes.slice(0, 9)], gaps: [{ reason: 'file' }], recorded: true },
      },
    ],
    routes: [
      { name: 'Prévu', track: { segments: [fixes.slice(0, 5)], gaps: [], recorded: false } },
    ],
    waypoints: [
      { lon: -0.6, lat: 43.7, eleM: 12.34, atMs: 1e12, name: hostile, description: hostile },
      { lon: 1e-7, lat: -1e-9, symbol: 'Flag', category: 'lavoir', kept: { cmt: 'a', src: 'b' } },
    ],
  },
  { times: true },
)

describe('GPX that is written', () => {
  it('is GPX 1.1, in the order of its schema, whatever the texts and numbers', () => {
    expect(problemsOfGpx(full)).toEqual([])
  })

  it('and its test sees what is not', () => {
    const late = full.replace(/<ele>[^<]*<\/ele>(<time>[^<]*<\/time>)/, '$1<ele>1</ele>')
    expect(problemsOfGpx(late)).toContain('<ele> comes too late in <wpt>')
    const small = full.replace(/lat="[^"]*"/, 'lat="1e-9"')
    expect(problemsOfGpx(small)).toContain('a latitude of <wpt>')
    expect(problemsOfGpx(full.replace('</trkseg>', '<name>x</name></trkseg>'))).toContain(
      '<name> in <trkseg>',
    )
  })

  it('from any file of walks is GPX 1.1', async () => {
    const names = readdirSync(SAMPLES).filter((name) => /\.(gpx|kml|tcx|fit|geojson)$/.test(name))
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) {
      const out = join(FOLDER, `${basename(name, extname(name))}.gpx`)
      expect(await run(join(SAMPLES, name), out, 'gpx'), name).toBe(0)
      expect(problemsOfGpx(readFileSync(out, 'utf8')), name).toEqual([])
    }
  })
})

describe('an itinerary that is written', () => {
  it.each(['linear', 'loop', 'out-and-back'] as const)(
    'from a %s follows the national schema',
    async (shape) => {
      const walk = simulateWalk(makeTrail(shape, 7, 2000).line, {
        seed: 7,
        altimeter: 'good-phone',
      }).fixes
      const track = { segments: [walk], gaps: [], recorded: true }
      const gpx = writeGpx(
        { name: hostile, tracks: [{ track }], routes: [], waypoints: [] },
        { times: true },
      )
      const [input, out] = [join(FOLDER, `${shape}.in.gpx`), join(FOLDER, `${shape}.json`)]
      writeFileSync(input, gpx)
      expect(await run(input, out, 'schema-randonnee')).toBe(0)
      const document: unknown = JSON.parse(readFileSync(out, 'utf8'))
      expect(againstRandonneeSchema(document)).toEqual([])
    },
  )

  it('is one feature for each line of a file, in the words that the file has', async () => {
    const lineOf = (lat: number) => [
      [2, lat],
      [2.01, lat],
    ]
    const feature = (geometry: unknown, properties: unknown) => ({
      type: 'Feature',
      geometry,
      properties,
    })
    const words = { nom_itineraire: 'Le tour', id_local: 'a1', pratique: 'VTT', balisage: 'PR' }
    const features = [
      feature({ type: 'LineString', coordinates: lineOf(43) }, words),
      feature({ type: 'LineString', coordinates: lineOf(44) }, { name: 'Le bois' }),
      feature({ type: 'MultiLineString', coordinates: [lineOf(45), lineOf(46)] }, {}),
    ]
    const [input, out] = [join(FOLDER, 'several.geojson'), join(FOLDER, 'several.json')]
    writeFileSync(input, JSON.stringify({ type: 'FeatureCollection', features }))
    const warnings: string[] = []
    expect(await run(input, out, 'schema-randonnee', warnings)).toBe(0)
    expect(warnings.join()).toContain('Une ligne est en plusieurs tronçons')
    const document = JSON.parse(readFileSync(out, 'utf8')) as { features: { properties: object }[] }
    expect(document.features).toMatchObject([
      { properties: words },
      { properties: { nom_itineraire: 'Le bois' } },
    ])
    expect(againstRandonneeSchema(document)).toEqual([])
  })

  it('and the schema is one that can say no', () => {
    const nothing = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {} }] }
    expect(againstRandonneeSchema(nothing).length).toBeGreaterThan(3)
  })
})
