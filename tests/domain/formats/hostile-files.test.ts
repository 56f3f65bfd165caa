import { strToU8, zipSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessWalk } from '../../../src/domain/checks/assess-walk.ts'
import { checkTrail } from '../../../src/domain/checks/check-trail.ts'
import {
  PROBLEM_CODES,
  REFUSAL_CODES,
  type ParsedFile,
} from '../../../src/domain/formats/parsed-file.ts'
import { readFile } from '../../../src/domain/formats/read-file.ts'
import en from '../../../src/locales/en/formats.json' with { type: 'json' }
import fr from '../../../src/locales/fr/formats.json' with { type: 'json' }
import { translator } from '../../../src/locales/translate.ts'
import { fitFile } from './sample-fit.ts'
import { bytes, gpx, kml, trk, trkpt, TWO_POINTS } from './sample-files.ts'

const good = gpx(trk(TWO_POINTS))
const same = (count: number): string =>
  trkpt(43, -1, '<time>2024-05-01T08:00:00Z</time>').repeat(count)
const zigzag = (count: number): string =>
  Array.from({ length: count }, (_, i) => trkpt(43 + (i % 2) / 1000, -1 + i / 1e6)).join('')
const json = (value: unknown): string => JSON.stringify(value)
const lineOf = (coordinates: unknown): string => json({ type: 'LineString', coordinates })

/** Fifty odd or hostile files: each is read, or refused for a reason that has words. */
const HOSTILE: Record<string, string | Uint8Array> = {
  nothing: '',
  'a byte': new Uint8Array([0]),
  zeroes: new Uint8Array(4096),
  'white space': ' \n\t ',
  'a byte order mark alone': '\ufeff',
  'half of a UTF-16 character': new Uint8Array([0xff, 0xfe, 0x3c]),
  text: 'Bonjour',
  'a web page': '<!DOCTYPE html><html><body>Connexion au Wi-Fi de l’hôtel</body></html>',
  'a picture': new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]),
  'a PDF': '%PDF-1.7 ...',
  'cut in the middle of a tag': good.slice(0, 90),
  'cut in the middle of a number': good.slice(0, 80),
  'without its end': good.slice(0, -6),
  'two roots': good + good.slice(39),
  'tags crossed': '<gpx><trk><trkseg></trk></trkseg></gpx>',
  'an attribute twice': '<gpx><wpt lat="1" lat="2" lon="3"/></gpx>',
  'a control character': gpx('<name>a\u0001b</name>'),
  'a null character': gpx('<name>a\u0000b</name>'),
  'billion laughs': `<!DOCTYPE gpx [<!ENTITY a "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]!} "${`&${'abcdefghi'[i]!};`.repeat(10)}">`).join('')}]><gpx><name>&j;</name></gpx>`,
  'quadratic blow-up': `<!DOCTYPE gpx [<!ENTITY a "${'a'.repeat(50_000)}">]><gpx><name>${'&a;'.repeat(10_000)}</name></gpx>`,
  'a file of the machine':
    '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><name>&x;</name></gpx>',
  'an unknown entity': '<gpx><name>caf&eacute;</name></gpx>',
  'a million nested tags': '<a>'.repeat(1_000_000),
  'nested in GPX': gpx('<extensions>'.repeat(500) + '</extensions>'.repeat(500)),
  'a name of ten megabytes': gpx(
    `<metadata><name>${'x'.repeat(10_000_000)}</name></metadata>${trk(TWO_POINTS)}`,
  ),
  'a million attributes': `<gpx ${Array.from({ length: 50_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
  'ten thousand empty tracks': gpx('<trk><trkseg/></trk>'.repeat(10_000)),
  'ten thousand tracks of one point': gpx(trk(trkpt(1, 2)).repeat(10_000)),
  'places that are none': gpx(trk(trkpt('NaN', 'Infinity') + trkpt('--1', '1,5'))),
  'a hundred thousand times one place and one second': gpx(trk(same(100_000))),
  'a saw of a hundred thousand teeth': gpx(trk(zigzag(100_000))),
  'years 0000 and 9999': gpx(
    trk(
      trkpt(1, 2, '<time>0000-01-01T00:00:00Z</time>') +
        trkpt(1, 3, '<time>9999-12-31T23:59:59Z</time>'),
    ),
  ),
  'a KML of tuples without end': kml(
    `<Placemark><LineString><coordinates>${'1,2 '.repeat(150_000)}</coordinates></LineString></Placemark>`,
  ),
  'a KML of commas': kml(
    `<Placemark><Point><coordinates>${','.repeat(1_000_000)}</coordinates></Point></Placemark>`,
  ),
  'a KMZ bomb': zipSync({ 'doc.kml': new Uint8Array(200_000_000) }, { level: 9 }),
  'a KMZ within a KMZ': zipSync({ 'doc.kml': zipSync({ 'doc.kml': strToU8(kml('')) }) }),
  'a KMZ with a way out': zipSync({
    '../../doc.kml': strToU8(
      kml('<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>'),
    ),
  }),
  'a KMZ cut short': zipSync({ 'doc.kml': strToU8(kml('<name>a</name>')) }).slice(0, -30),
  'PK and nothing': new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]),
  'a FIT header alone': fitFile([]).slice(0, 14),
  'a FIT without messages': fitFile([]),
  'a FIT that says it is four gigabytes': fitFile([]).map((byte, i) =>
    i >= 4 && i < 8 ? 0xff : byte,
  ),
  'a FIT header of no size': new Uint8Array([
    0, 0x10, 0, 0, 0, 0, 0, 0, 0x2e, 0x46, 0x49, 0x54, 0, 0,
  ]),
  'JSON nested a million times': '{"a":'.repeat(1_000_000),
  'JSON brackets in a text': json({ type: 'Point', coordinates: [1, 2], note: '['.repeat(10_000) }),
  'GeoJSON of nulls': json({
    type: 'FeatureCollection',
    features: [null, 1, 'a', { type: 'Feature' }],
  }),
  'GeoJSON with a prototype':
    '{"type":"Feature","__proto__":{"x":1},"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"__proto__":{"y":1}}}',
  'GeoJSON of numbers beyond numbers': '{"type":"LineString","coordinates":[[1e999,2],[3,-1e999]]}',
  'GeoJSON of deep coordinates': lineOf([[[[[[1, 2]]]]]]),
  'a GeoJSON line of a hundred thousand points': lineOf(
    Array.from({ length: 100_000 }, (_, i) => [-1 + i / 1e5, 43 + Math.sin(i / 50) / 100]),
  ),
}

const words = [translator({ fr, en }, 'fr'), translator({ fr, en }, 'en')]

function useIt(file: ParsedFile): void {
  for (const { track } of [...file.tracks.slice(0, 3), ...file.routes.slice(0, 3)]) {
    const { lengthM, findings } = assessWalk(track, null)
    expect(Number.isFinite(lengthM.value)).toBe(true)
    const coordinates = track.segments.flatMap((segment) =>
      segment.map(({ lon, lat }) => [lon, lat]),
    )
    const onLine = checkTrail({ geometry: { type: 'LineString', coordinates } })
    expect(JSON.stringify([...findings, ...onLine])).not.toMatch(/null|NaN/)
  }
}

describe('fifty hostile files', () => {
  it('are fifty', () => {
    expect(Object.keys(HOSTILE).length).toBeGreaterThanOrEqual(50)
  })

  it.each(Object.keys(HOSTILE))('%s', (name) => {
    const content = HOSTILE[name]!
    const { file, refusal } = readFile(typeof content === 'string' ? bytes(content) : content)
    if (refusal) {
      expect(REFUSAL_CODES).toContain(refusal.code)
      for (const say of words) {
        const sentence = say(`refusal.${refusal.code}`, { line: refusal.line ?? 0 })
        expect(sentence).not.toMatch(/^refusal|\n/)
      }
    } else useIt(file)
  })

  it('random bytes, and good files with bytes changed, never throw', () => {
    const fit = fitFile(Array.from({ length: 20 }, (_, i) => ({ lat: 43, lon: -1, atS: i })))
    const kmz = zipSync({
      'doc.kml': strToU8(
        kml('<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>'),
      ),
    })
    const samples = [
      bytes(good),
      bytes(kml('<name>a</name>')),
      fit,
      kmz,
      bytes(
        lineOf([
          [1, 2],
          [3, 4],
        ]),
      ),
    ]
    const mutated = fc
      .tuple(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
      )
      .map(([sample, changes]) => {
        const copy = sample.slice()
        for (const [at, byte] of changes) copy[at % copy.length] = byte
        return copy
      })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated), (content) => {
        const { file, refusal } = readFile(content)
        expect((file === null) !== (refusal === null)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('words', () => {
  it('exist in both languages for every problem and every refusal', () => {
    for (const say of words) {
      for (const code of PROBLEM_CODES) {
        for (const count of [1, 2])
          expect(say(`problem.${code}`, { count })).not.toMatch(/^problem|[{}]/)
      }
      for (const code of REFUSAL_CODES)
        expect(say(`refusal.${code}`, { line: 3 })).not.toMatch(/^refusal|[{}]/)
    }
  })
})
