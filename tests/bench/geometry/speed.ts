import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { along, kinks, lineString, nearestPointOnLine, point } from '@turf/turf'
import type { Position } from 'geojson'
import { assessWalk } from '../../../src/domain/checks/assess-walk.ts'
import { lineLengthM } from '../../../src/domain/geo/chainage.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import type { Fix } from '../../../src/domain/geo/fix.ts'
import { compareWithTrail } from '../../../src/domain/geo/match/compare-with-trail.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import type { BenchRow } from './report.ts'

/** The trails of the speed bench have a vertex every 4 m; walks have one fix for each vertex. */
const VERTEX_M = 4

/**
 * A full check of a track against a trail of as many vertices, and the time that plain loops over
 * Turf need for the heart of the same answers: the nearest place for every fix, a place every 8 m of
 * trail and its nearest place on the track (coverage), and the crossings of the line with itself.
 * One Turf query costs the same wherever it asks, so a sample of queries is timed and multiplied.
 */
export function benchAgainstTurf(seed: number): BenchRow[] {
  const { line, fixes } = makeCase(10_000, seed)
  const track = deriveTrack(fixes)
  const oursMs = fastestMs(5, () => assessWalk(track, { line }))
  const trail = lineString(line.map((position) => [...position]))
  const walked = lineString(fixes.map(({ lon, lat }) => [lon, lat]))
  const sample = Array.from({ length: 40 }, (_, k) => fixes[k * 250]!)
  const nearestMs =
    fastestMs(1, () => {
      for (const { lon, lat } of sample) nearestPointOnLine(trail, point([lon, lat]))
    }) *
    (fixes.length / sample.length)
  const stations = Math.round(lineLengthM(line) / 8)
  const coverageMs =
    fastestMs(1, () => {
      for (let k = 0; k < 40; k += 1) {
        nearestPointOnLine(walked, along(trail, (k * lineLengthM(line)) / 40, { units: 'meters' }))
      }
    }) *
    (stations / 40)
  const kinksMs = fastestMs(1, () => kinks(trail))
  const turfMs = nearestMs + coverageMs + kinksMs
  return [
    {
      what: 'full check of 10,000 fixes on 10,000 vertices',
      on: 'ratio to plain Turf loops, one run',
      measured: turfMs / oursMs,
      unit: 'x',
      atLeast: 1000,
      aim: 5000,
      good: 'large',
      note: `${oursMs.toFixed(0)} ms; Turf ${(turfMs / 1000).toFixed(0)} s, of which nearest points ${(nearestMs / 1000).toFixed(0)} s`,
    },
  ]
}

/**
 * The same full check by another checkout of this project (its folder in `JALON_BASE`), turn by turn in
 * one run: what a change costs, or saves. Nothing is printed without one.
 */
export async function benchAgainstRelease(seed: number, base: string): Promise<BenchRow[]> {
  const { line, fixes } = makeCase(10_000, seed)
  const domain = pathToFileURL(join(base, 'src/domain/')).href
  const checks = (await import(`${domain}checks/assess-walk.ts`)) as CheckModule
  const tracks = (await import(`${domain}geo/derive-track.ts`)) as TrackModule
  const oursMs: number[] = []
  const theirsMs: number[] = []
  for (let round = 0; round < 7; round += 1) {
    theirsMs.push(fastestMs(1, () => checks.assessWalk(tracks.deriveTrack(fixes), { line })))
    oursMs.push(fastestMs(1, () => assessWalk(deriveTrack(fixes), { line })))
  }
  const [ours, theirs] = [Math.min(...oursMs), Math.min(...theirsMs)]
  return [
    {
      what: 'full check of 10,000 fixes on 10,000 vertices',
      on: 'ratio to the release in JALON_BASE, one run',
      measured: theirs / ours,
      unit: 'x',
      atLeast: 1.5,
      aim: 3,
      good: 'large',
      note: `${ours.toFixed(0)} ms; before ${theirs.toFixed(0)} ms`,
    },
  ]
}

interface CheckModule {
  readonly assessWalk: typeof assessWalk
}
interface TrackModule {
  readonly deriveTrack: typeof deriveTrack
}

/** How the comparison grows with the number of vertices and fixes: no faster than n log n. */
export function printGrowth(seed: number): void {
  console.log(
    '\nGrowth of derive + compare (n vertices, n fixes; n log n would keep the last column)',
  )
  console.log('|       n |       ms | µs per n·log2 n |')
  console.log('| ------- | -------- | --------------- |')
  for (const n of [1000, 3000, 10_000, 30_000, 50_000, 100_000]) {
    const { line, fixes } = makeCase(n, seed)
    const ms = fastestMs(n > 20_000 ? 2 : 4, () => compareWithTrail(deriveTrack(fixes), line))
    const scaled = (1000 * ms) / (n * Math.log2(n))
    console.log(
      `| ${String(n).padStart(7)} | ${ms.toFixed(1).padStart(8)} | ${scaled.toFixed(3).padStart(15)} |`,
    )
  }
}

function makeCase(n: number, seed: number): { line: Position[]; fixes: Fix[] } {
  const line = makeTrail('loop', seed, 1.3 * n * VERTEX_M).line.slice(0, n)
  const walk = simulateWalk(line, { seed, environment: 'mixed', samplingS: 3, speedMS: 1.25 })
  return { line: [...line], fixes: walk.fixes.slice(0, n) }
}

function fastestMs(rounds: number, run: () => unknown): number {
  let fastest = Infinity
  for (let round = 0; round < rounds; round += 1) {
    const startedMs = performance.now()
    run()
    fastest = Math.min(fastest, performance.now() - startedMs)
  }
  return fastest
}
