import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Feature, LineString } from 'geojson'
import { command as check } from '../../src/cli/check.ts'
import { command as climb } from '../../src/cli/climb.ts'
import type { Command } from '../../src/cli/command.ts'
import { command as compare } from '../../src/cli/compare.ts'
import { command as consensus } from '../../src/cli/consensus.ts'
import { command as convert } from '../../src/cli/convert.ts'
import { command as inspect } from '../../src/cli/inspect.ts'
import { command as time } from '../../src/cli/time.ts'
import { assessWalk } from '../../src/domain/checks/assess-walk.ts'
import { readFile } from '../../src/domain/formats/read-file.ts'
import { writeGpx } from '../../src/domain/formats/write-gpx.ts'
import type { Fix } from '../../src/domain/geo/fix.ts'
import en from '../../src/locales/en/cli.json' with { type: 'json' }
import fr from '../../src/locales/fr/cli.json' with { type: 'json' }
import { translator, type Language } from '../../src/locales/translate.ts'
import { simulateWalk } from '../support/simulator/simulate-walk.ts'
import { makeTerrain } from '../support/simulator/terrain.ts'
import { makeTrail } from '../support/simulator/trail-shapes.ts'

const FOLDER = mkdtempSync(join(tmpdir(), 'jalon-cli-'))
const { line } = makeTrail('loop', 21, 3000)

function save(name: string, content: string): string {
  const path = join(FOLDER, name)
  writeFileSync(path, content)
  return path
}

function gpxOf(fixes: readonly Fix[]): string {
  const recorded = fixes.some(({ atMs }) => atMs !== undefined)
  const track = { segments: [fixes], gaps: [], recorded }
  return writeGpx({ tracks: [{ name: 'Tour', track }], routes: [], waypoints: [] }, { times: true })
}

const walked = (seed: number): Fix[] =>
  simulateWalk(line, {
    seed,
    stops: 1,
    stopS: [200, 300],
    samplingS: 3,
    startAtMs: Date.UTC(2026, 4, seed, 8),
    altimeter: 'good-phone',
    terrain: makeTerrain('hilly', true, 21),
  }).fixes

const TRAIL = save('trail.gpx', gpxOf(line.map(([lon, lat]) => ({ lon: lon!, lat: lat! }))))
const WALKS = [1, 2, 3].map((seed) => save(`walk-${seed}.gpx`, gpxOf(walked(seed))))
const BROKEN = save('broken.gpx', '<gpx><trk>')

async function run(
  command: Command,
  words: readonly string[],
  options: Record<string, string> = {},
  { json = true, language = 'fr' }: { json?: boolean; language?: Language } = {},
) {
  const out: string[] = []
  const err: string[] = []
  const code = await command.run(
    { words, json, options },
    {
      language,
      say: translator({ fr, en }, language),
      print: (text) => out.push(text),
      warn: (text) => err.push(text),
    },
  )
  const text = out.join('\n')
  return { code, text, err, document: (json && text ? JSON.parse(text) : null) as never }
}

describe('jalon inspect', () => {
  it('describes every file, and exits 2 with one sentence for each it cannot use', async () => {
    const { code, err, document } = await run(inspect, [
      WALKS[0]!,
      BROKEN,
      join(FOLDER, 'none.gpx'),
    ])
    expect(code).toBe(2)
    expect(document).toMatchObject({
      files: [
        {
          file: WALKS[0],
          format: 'gpx',
          name: 'Tour',
          tracks: 1,
          segments: 1,
          waypoints: 0,
          problems: [],
        },
        { file: BROKEN, format: null, error: 'malformed-xml' },
        { error: 'no-such-file' },
      ],
    })
    const [first] = (document as { files: { lengthM: number; startedAt: string }[] }).files
    expect(first!.startedAt).toBe('2026-05-01T08:00:00.000Z')
    expect(first!.lengthM).toBeGreaterThan(3000)
    expect(err).toHaveLength(2)
    for (const sentence of err) expect(sentence).not.toMatch(/\n|Error|\bat /)
  })
})

describe('jalon check', () => {
  it('gives findings, and the comparison when there is a trail', async () => {
    const alone = await run(check, [WALKS[0]!])
    expect(alone.document).not.toHaveProperty('comparison')
    const { document } = await run(check, [WALKS[0]!], { trail: TRAIL })
    const { findings, comparison } = document as {
      findings: { check: string }[]
      comparison: { coverage: number }
    }
    expect(comparison.coverage).toBeGreaterThan(0.95)
    expect(findings.map((finding) => finding.check)).toContain('CMP-01')
  })

  it('gives the findings of the phone and the server, byte for byte', async () => {
    const { document } = await run(check, [WALKS[0]!], { trail: TRAIL })
    const { track } = readFile(new Uint8Array(readFileSync(WALKS[0]!))).file!.tracks[0]!
    const reference = readFile(new Uint8Array(readFileSync(TRAIL))).file!.tracks[0]!.track
    const positions = reference.segments[0]!.map(({ lon, lat }) => [lon, lat])
    const { findings } = assessWalk(track, { line: positions })
    const told = (document as { findings: { check: string }[] }).findings
    const ofWalk = told.filter((one) => findings.some((other) => other.check === one.check))
    expect(JSON.stringify(ofWalk)).toBe(JSON.stringify(findings))
  })

  it('exits 1 when a finding blocks, and 2 without a line', async () => {
    const drawn = line.map(([lon, lat], i) => ({ lon: lon!, lat: lat! + (i === 30 ? 0.01 : 0) }))
    const { code, text } = await run(check, [save('spike.gpx', gpxOf(drawn))], {}, { json: false })
    expect(code).toBe(1)
    expect(text).toMatch(/\[Bloquant\] GEO-/)
    expect((await run(check, [BROKEN])).code).toBe(2)
  })

  it('[GEO-09] [GEO-14] blocks no walk for what the receiver did', async () => {
    // One fix thrown away, and ten: a spike, and a leap there and back.
    const isThrown = (i: number): boolean => i === 300 || (i >= 400 && i < 410)
    const spiked = walked(9).map((fix, i) => (isThrown(i) ? { ...fix, lat: fix.lat + 0.01 } : fix))
    for (const options of [{}, { trail: TRAIL }] as Record<string, string>[]) {
      const { code, document } = await run(check, [save('walk.gpx', gpxOf(spiked))], options)
      const { findings } = document as { findings: { check: string; severity: string }[] }
      expect(code).toBe(0)
      expect(findings.map((one) => one.check)).toEqual(expect.arrayContaining(['GEO-09', 'GEO-14']))
    }
  })
})

describe('jalon compare', () => {
  it('compares each walk and their union with a trail', async () => {
    const reversed = save(
      'reversed.gpx',
      gpxOf(simulateWalk(line, { seed: 4, direction: -1 }).fixes),
    )
    const { code, document } = await run(compare, [WALKS[0]!, reversed], { trail: TRAIL })
    expect(code).toBe(0)
    const { trail, tracks, union } = document as {
      trail: { lengthM: number }
      tracks: { file: string; direction: number; coverage: number }[]
      union: { coverage: number; coveredM: number }
    }
    expect(trail.lengthM).toBeGreaterThan(2500)
    expect(tracks.map(({ direction }) => direction)).toEqual([1, -1])
    expect(tracks[0]).toMatchObject({ file: WALKS[0], detours: [], shortcuts: [] })
    expect(union.coverage).toBeGreaterThanOrEqual(Math.max(...tracks.map((one) => one.coverage)))
  })

  it('asks for a trail', async () => {
    const { code, err } = await run(compare, [WALKS[0]!])
    expect([code, err]).toEqual([2, [fr.error['no-trail']]])
  })
})

describe('jalon consensus', () => {
  it('writes the line with its support, spread and refused tracks', async () => {
    const out = join(FOLDER, 'line.geojson')
    const { code, document } = await run(consensus, [...WALKS, TRAIL], { out })
    expect(code).toBe(0)
    const { geometry, properties } = document as Feature<LineString, Record<string, unknown[]>>
    expect(properties).toMatchObject({
      tracks: 3,
      refused: [{ file: TRAIL, reason: 'not-recorded' }],
    })
    expect(properties['support']).toHaveLength(geometry.coordinates.length)
    expect(properties['spreadM']).toHaveLength(geometry.coordinates.length)
    expect(properties['lengthIntervalM']).toHaveLength(2)
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(document)
  })

  it('says why there is none', async () => {
    const { code, err } = await run(consensus, [TRAIL])
    expect(code).toBe(2)
    expect(err.at(-1)).toBe(fr.consensus.none)
  })
})

describe('jalon climb and time', () => {
  it('never gives a figure without method, source and uncertainty', async () => {
    const { document } = await run(climb, [WALKS[0]!])
    expect(Object.keys(document as object).sort()).toEqual(
      ['ascentM', 'descentM', 'maxM', 'method', 'minM', 'source', 'uncertainty'].sort(),
    )
    const without = await run(climb, [TRAIL])
    expect(without.code).toBe(2)
    const terrain = await run(climb, [TRAIL], { dem: BROKEN })
    expect([terrain.code, terrain.err.at(-1)]).toEqual([2, `${BROKEN}: ${fr.climb['bad-terrain']}`])
  })

  it('tells moving time, stops and estimates', async () => {
    const { document } = await run(time, [WALKS[0]!])
    const { movingS, elapsedS, stops, estimates } = document as {
      movingS: number
      elapsedS: number
      stops: { seconds: number }[]
      estimates: { swissS: number; dinS: number }
    }
    expect(stops.length).toBe(1)
    expect(elapsedS - movingS).toBeGreaterThan(150)
    expect(estimates.dinS).toBeGreaterThan(0)
    expect(estimates.swissS).toBeGreaterThan(0)
    expect((await run(time, [TRAIL])).document).toMatchObject({ movingS: null, stops: [] })
  })
})

describe('jalon convert', () => {
  it.each(['gpx', 'kml', 'tcx', 'geojson'])(
    'writes %s that reads back the same',
    async (format) => {
      const out = join(FOLDER, `out.${format}`)
      expect((await run(convert, [WALKS[0]!, out])).code).toBe(0)
      const places = (path: string): number[][] =>
        readFile(new Uint8Array(readFileSync(path)))
          .file!.tracks[0]!.track.segments.flat()
          .map(({ lon, lat, atMs }) => [lon, lat, atMs ?? 0])
      expect(places(out)).toEqual(places(WALKS[0]!))
    },
  )

  it('writes an itinerary of the national schema, and refuses what it cannot write', async () => {
    const out = join(FOLDER, 'out.json')
    expect((await run(convert, [TRAIL, out], { to: 'schema-randonnee' })).code).toBe(0)
    const { features } = JSON.parse(readFileSync(out, 'utf8')) as { features: Feature[] }
    expect(features[0]).toMatchObject({
      geometry: { type: 'LineString' },
      properties: { id_local: 'tour', nom_itineraire: 'Tour', pratique: 'pédestre' },
    })
    expect((await run(convert, [TRAIL, join(FOLDER, 'a.xyz')])).code).toBe(2)
    expect((await run(convert, [TRAIL, join(FOLDER, 'no/such/folder.gpx')])).code).toBe(2)
  })
})

describe('words', () => {
  it.each(['fr', 'en'] as const)('are complete in %s reports', async (language) => {
    const readable = { json: false, language }
    const texts = [
      await run(inspect, [WALKS[0]!], {}, readable),
      await run(check, [WALKS[0]!], { trail: TRAIL }, readable),
      await run(compare, WALKS, { trail: TRAIL }, readable),
      await run(consensus, WALKS, { trail: TRAIL }, readable),
      await run(climb, [WALKS[0]!], {}, readable),
      await run(time, [WALKS[0]!], {}, readable),
    ].map(({ text }) => text)
    for (const text of texts) {
      expect(text).not.toMatch(
        /[{}]|undefined|NaN|\b(inspect|check|compare|consensus|climb|time)\.[a-z]/,
      )
    }
  })
})
