import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Position } from 'geojson'
import type { Fix } from '../../src/domain/geo/fix.ts'
import { simulateWalk } from './simulator/simulate-walk.ts'
import { makeTerrain } from './simulator/terrain.ts'
import { makeTrail, type TrailShape } from './simulator/trail-shapes.ts'

/**
 * Makes the walks of `tests/fixtures/walks`: for each, the reference line as an office would draw it and
 * the walk as a phone would record it, two files that come from different hands. Run with
 * `node tests/support/make-walk-fixtures.ts`; the same seeds give the same files.
 */
const WALKS: readonly { name: string; shape: TrailShape; seed: number; lengthM: number }[] = [
  { name: 'boucle-du-lavoir', shape: 'lollipop', seed: 20_261_123, lengthM: 4_200 },
  { name: 'chemin-des-crouts', shape: 'out-and-back', seed: 4_711, lengthM: 3_000 },
]
const FOLDER = join(import.meta.dirname, '../fixtures/walks')
/** An office draws a vertex about every twelve metres, not every four. */
const DRAWN_EVERY = 3
const STARTED_AT_MS = Date.parse('2026-05-12T08:30:00Z')

for (const { name, shape, seed, lengthM } of WALKS) {
  const { line } = makeTrail(shape, seed, lengthM)
  const terrain = makeTerrain('hilly', false, seed)
  const drawn = line.filter((_, index) => index % DRAWN_EVERY === 0 || index === line.length - 1)
  const { fixes } = simulateWalk(line, {
    seed,
    environment: 'mixed',
    samplingS: 3,
    stops: 1,
    stopS: [90, 150],
    startAtMs: STARTED_AT_MS,
    altimeter: 'good-phone',
    terrain,
  })
  writeFileSync(join(FOLDER, `${name}-trace.gpx`), gpx(name, drawn.map(planned)))
  writeFileSync(join(FOLDER, `${name}-marche.gpx`), gpx(name, fixes.map(recorded)))
}

function planned([lon, lat]: Position): string {
  return `<trkpt lat="${lat!.toFixed(6)}" lon="${lon!.toFixed(6)}"/>`
}

function recorded({ lon, lat, eleM, atMs }: Fix): string {
  const ele = eleM === undefined ? '' : `<ele>${eleM.toFixed(1)}</ele>`
  const time = atMs === undefined ? '' : `<time>${new Date(atMs).toISOString()}</time>`
  return `<trkpt lat="${lat.toFixed(6)}" lon="${lon.toFixed(6)}">${ele}${time}</trkpt>`
}

function gpx(name: string, points: readonly string[]): string {
  const track = `<trk><name>${name}</name><trkseg>\n${points.join('\n')}\n</trkseg></trk>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Jalon" xmlns="http://www.topografix.com/GPX/1/1">\n${track}\n</gpx>\n`
}
