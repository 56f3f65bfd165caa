import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { command as check } from '../../src/cli/check.ts'
import type { Command } from '../../src/cli/command.ts'
import { command as compare } from '../../src/cli/compare.ts'
import { command as consensus } from '../../src/cli/consensus.ts'
import type { Finding } from '../../src/domain/checks/finding.ts'
import type { ProposedFix } from '../../src/domain/checks/propose-fix.ts'
import { writeGpx } from '../../src/domain/formats/write-gpx.ts'
import type { Fix } from '../../src/domain/geo/fix.ts'
import en from '../../src/locales/en/cli.json' with { type: 'json' }
import fr from '../../src/locales/fr/cli.json' with { type: 'json' }
import { translator } from '../../src/locales/translate.ts'
import { simulateWalk } from '../support/simulator/simulate-walk.ts'
import { makeTrail } from '../support/simulator/trail-shapes.ts'

const FOLDER = mkdtempSync(join(tmpdir(), 'jalon-around-'))
const { line } = makeTrail('linear', 33, 3000)

function save(name: string, content: string): string {
  const path = join(FOLDER, name)
  writeFileSync(path, content)
  return path
}

const fixesOf = (positions: readonly Position[]): Fix[] =>
  positions.map(([lon, lat]) => ({ lon: lon!, lat: lat! }))
const gpxOf = (fixes: readonly Fix[], name = 'Tour'): string => {
  const recorded = fixes.some(({ atMs }) => atMs !== undefined)
  const track = { segments: [fixes], gaps: [], recorded }
  return writeGpx({ tracks: [{ name, track }], routes: [], waypoints: [] }, { times: true })
}
const collection = (...features: object[]): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: features.map((one) => ({ type: 'Feature', ...one })),
  })
const pointAt = (name: string, at: Position, northM = 0) => ({
  geometry: { type: 'Point', coordinates: [at[0], at[1]! + northM / 111_120] },
  properties: { name },
})

const TRAIL = save('trail.gpx', gpxOf(fixesOf(line)))
const walk = (n: number, options: Partial<Parameters<typeof simulateWalk>[1]> = {}): string => {
  const startAtMs = Date.UTC(2026, 3, n, 8)
  const { fixes } = simulateWalk(line, {
    seed: 300 + n,
    environment: 'open',
    startAtMs,
    ...options,
  })
  return save(`walk-${n}.gpx`, gpxOf(fixes))
}

async function run(
  command: Command,
  words: readonly string[],
  options: Record<string, string>,
  json = true,
) {
  const out: string[] = []
  const err: string[] = []
  const code = await command.run(
    { words, json, options },
    {
      language: 'fr',
      say: translator({ fr, en }, 'fr'),
      print: (text) => out.push(text),
      warn: (text) => err.push(text),
    },
  )
  const text = out.join('\n')
  return { code, text, err, document: (json && text ? JSON.parse(text) : null) as never }
}
const findingsOf = (document: { findings: Finding[] }, check: string): Finding[] =>
  document.findings.filter((finding) => finding.check === check)

describe('jalon check, told what lies around', () => {
  it('[GEO-18] [GEO-19] knows a double and a longer trail by their names', async () => {
    const longer = [...line, ...line.slice(0, -1).map(([x, y]) => [x! + 0.1, y!])]
    const others = save(
      'others.geojson',
      collection(
        {
          geometry: { type: 'LineString', coordinates: line },
          properties: { name: 'Le même' },
        },
        {
          geometry: { type: 'LineString', coordinates: longer.slice(0, 2 * line.length) },
          properties: { name: 'La grande' },
        },
      ),
    )
    const { document } = await run(check, [TRAIL], { others })
    expect(findingsOf(document, 'GEO-18').map(({ params }) => params!['trail'])).toEqual([
      'Le même',
    ])
    expect(findingsOf(document, 'GEO-19').map(({ params }) => params!['trail'])).toEqual([
      'La grande',
    ])
  })

  it('[POI-01] measures its places', async () => {
    const at = line[Math.floor(line.length / 2)]!
    const places = save(
      'places.geojson',
      collection(pointAt('Le lavoir', at), pointAt('Le moulin perdu', at, 4000)),
    )
    const { document, code } = await run(check, [TRAIL], { places })
    const [far, ...more] = findingsOf(document, 'POI-01')
    expect(more).toEqual([])
    expect(far).toMatchObject({ severity: 'error', params: { place: 'Le moulin perdu' } })
    expect(code).toBe(1)
  })

  it('[GEO-02] knows its territory, as a box or as polygons', async () => {
    const ring = [
      [2, 48],
      [3, 48],
      [3, 49],
      [2, 48],
    ]
    const paris = save(
      'paris.json',
      collection({ geometry: { type: 'Polygon', coordinates: [ring] }, properties: {} }),
    )
    for (const territory of ['2,48,3,49', paris]) {
      const { document } = await run(check, [TRAIL], { territory })
      expect(findingsOf(document, 'GEO-02')[0]!.params).toEqual({ kind: 'territory' })
    }
    const here = await run(check, [TRAIL], { territory: '-2,43,0,45' })
    expect(findingsOf(here.document, 'GEO-02')).toEqual([])
    const nowhere = await run(check, [TRAIL], { territory: 'ici' })
    expect(nowhere.code).toBe(2)
    expect(nowhere.err.at(-1)).toMatch(/«.ici.»/)
  })

  it('proposes the corrections that it can make, in words and as data', async () => {
    const doubled = save(
      'doubled.gpx',
      gpxOf(
        fixesOf(line.flatMap((position, i) => (i % 9 === 0 ? [position, position] : [position]))),
      ),
    )
    const { document } = await run(check, [doubled], {})
    const { fixes } = document as { fixes: ProposedFix[] }
    const fix = fixes.find((one) => one.check === 'GEO-04')!
    expect(fix.kind === 'line' && fix.after.vertices).toBe(line.length)
    const { text } = await run(check, [doubled], {}, false)
    expect(text).toMatch(/GEO-04 Enlever les points répétés/)
    expect(text).not.toMatch(/[{}]|undefined|NaN/)
  })
})

describe('what is told of a long recording', () => {
  it('[GEO-04] [GEO-09] is not longer than three times its file', async () => {
    const spiked = fixesOf(line)
      .flatMap((fix, i) => (i % 9 === 0 ? [fix, fix] : [fix]))
      .map((fix, i) => (i % 50 === 25 ? { ...fix, lat: fix.lat + 0.0012 } : fix))
    const gpx = gpxOf(spiked)
    const { text } = await run(check, [save('spiked.gpx', gpx)], {})
    expect(text.length).toBeLessThan(3 * gpx.length)
  })
})

describe('several walks on the command line', () => {
  it('[CMP-08] [CMP-10] compare says what they say together', async () => {
    const round = { kind: 'detour' as const, atM: 1000, spanM: 300, lateralM: 60 }
    const walks = [1, 2, 3, 4].map((n) => walk(n, n < 3 ? { departures: [round] } : {}))
    const { document } = await run(compare, [...walks, walks[0]!], { trail: TRAIL })
    expect(findingsOf(document, 'CMP-08')).toHaveLength(1)
    expect(findingsOf(document, 'CMP-10')).toHaveLength(1)
  })

  const together = async (walks: readonly string[], reference: readonly Position[]) => {
    const trail = save('reference.gpx', gpxOf(fixesOf(reference)))
    const { document } = await run(consensus, walks, { trail })
    const { properties } = document as { properties: { findings: Finding[] } }
    return properties.findings.map((finding) => finding.check)
  }
  const moved = (eastM: number): Position[] =>
    line.map(([lon, lat]) => [lon! + eastM / 80_400, lat! + eastM / 111_120])

  it('[CMP-09] consensus says that the reference lies elsewhere', async () => {
    const walks = [1, 2, 3].map((n) => walk(10 + n))
    expect(await together(walks, moved(14))).toContain('CMP-09')
    expect(await together(walks, line)).not.toContain('CMP-09')
  })

  it('[CNS-01] and where too few walks agree', async () => {
    const walks = [walk(21), walk(22), walk(23, { distanceM: 1200 })]
    expect(await together(walks, line)).toContain('CNS-01')
  })

  it('[CNS-02] and where they do not agree with each other', async () => {
    const aside = (n: number, eastM: number): string => {
      const startAtMs = Date.UTC(2026, 5, n, 8)
      const { fixes } = simulateWalk(moved(eastM), { seed: n, environment: 'open', startAtMs })
      return save(`aside-${n}.gpx`, gpxOf(fixes))
    }
    expect(await together([aside(1, -11), aside(2, 0), aside(3, 11)], line)).toContain('CNS-02')
  })

  it('[CNS-03] and when the length has changed', async () => {
    const dense = line
      .slice(1)
      .flatMap(([lon, lat], i): Position[] => [
        line[i]!,
        [(lon! + line[i]![0]!) / 2, (lat! + line[i]![1]!) / 2 + 0.0001],
      ])
    const walks = [1, 2, 3, 4].map((n) => walk(30 + n))
    expect(await together(walks, dense)).toContain('CNS-03')
  })
})
