import { existsSync, readFileSync } from 'node:fs'
import { checkFile } from '../../../src/domain/checks/check-file.ts'
import type { Finding } from '../../../src/domain/checks/finding.ts'
import { readFile } from '../../../src/domain/formats/read-file.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import type { Fix, Track } from '../../../src/domain/geo/fix.ts'
import { recordedLength } from '../../../src/domain/geo/recorded-length.ts'
import { faulty, FAULTS, type Fault } from '../../support/simulator/faults.ts'
import { ALTIMETERS, ENVIRONMENTS } from '../../support/simulator/gps-noise.ts'
import { mixSeed } from '../../support/simulator/random.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTerrain, RELIEFS } from '../../support/simulator/terrain.ts'
import { makeTrail, TRAIL_SHAPES } from '../../support/simulator/trail-shapes.ts'
import { mean, type BenchRow } from './report.ts'

/** Seconds between fixes, from a watch to a phone that saves its battery. */
const INTERVALS_S = [1, 2, 5, 10, 20, 30, 55, 60]
const LEAST_REAL_M = 2000
/** Above any sea: the simulator's valleys know no bottom. */
const HIGH_M = 600
/** The others are rides, drawings or faults made on purpose: their warnings are true. */
const REAL_WALKS = [
  'fitparse-2013-02-06-12-11-14.fit',
  'georust-garmin-activity.gpx',
  'gpxpy-korita-zbevnica.gpx',
  'trailence-gpx-001.gpx',
  'trailence-gpx-002.gpx',
  'trailence-gpx-003.gpx',
  'trailence-gpx-hdop.gpx',
]

/** The checks that may tell each fault. */
const TELLING: Readonly<Record<Fault, readonly string[]>> = {
  detour: ['CMP-03', 'CMP-02'],
  spike: ['GEO-09', 'GEO-14', 'TIM-03'],
  jump: ['GEO-14'],
  vehicle: ['TIM-02'],
}

/**
 * Few findings, all true: how many warnings an ordinary good walk gets, looked at for itself and beside
 * its trail; and how many true faults are still found in walks like it.
 */
export function benchGoodWalks(seed: number, seeds: number, realFolder: URL): BenchRow[] {
  const count = Math.max(30, 3 * seeds)
  const good = Array.from({ length: count }, (_, k) => warningsOf(walkOf(seed, k)))
  const real = realWalks(realFolder).map((track) => checked(track, null).filter(isGrave))
  return [
    ...warningRows(`${count} simulated, 1 to 60 s, phone and watch`, good),
    ...(real.length > 0 ? warningRows(`${real.length} strangers' recordings`, real) : []),
    ...FAULTS.map((fault) => foundRow(fault, seed, Math.max(12, seeds))),
  ]
}

function walkOf(seed: number, k: number, more: Partial<WalkOptions> = {}) {
  const own = mixSeed(seed, k, 91)
  const { line } = makeTrail(TRAIL_SHAPES[k % TRAIL_SHAPES.length]!, own, 6000)
  const isWatch = k % 2 === 1
  const terrain = makeTerrain(RELIEFS[k % RELIEFS.length]!, k % 4 === 0, own)
  const { fixes } = simulateWalk(line, {
    seed: own,
    environment: ENVIRONMENTS[Math.floor(k / 6) % ENVIRONMENTS.length]!,
    samplingS: INTERVALS_S[k % INTERVALS_S.length]!,
    altimeter: isWatch ? 'barometer' : ALTIMETERS[1 + (k % 4 === 0 ? 1 : 0)]!,
    terrain: (x, y) => HIGH_M + terrain(x, y),
    stops: 2,
    ...more,
  })
  return { line, isWatch, fixes: isWatch ? fixes.map(withoutAccuracy) : fixes }
}

/** A watch's file tells none. */
function withoutAccuracy({ accuracyM: _unsaid, ...fix }: Fix): Fix {
  return fix
}

function warningsOf({ line, fixes, isWatch }: ReturnType<typeof walkOf>): Finding[] {
  return checked(isWatch ? asWritten(fixes) : deriveTrack(fixes), line).filter(isGrave)
}

/** As a file has it; a phone's own recorder leaves spikes out. */
function asWritten(fixes: readonly Fix[]): Track {
  return { segments: [fixes], gaps: [], recorded: true }
}

function checked(track: Track, line: ReturnType<typeof walkOf>['line'] | null) {
  return checkFile(track, line, {}, Date.now()).findings
}

function isGrave({ severity }: Finding): boolean {
  return severity !== 'info'
}

function warningRows(on: string, walks: readonly (readonly Finding[])[]): BenchRow[] {
  const counts = walks.map((findings) => findings.length).sort((a, b) => a - b)
  const told = new Map<string, number>()
  for (const { check } of walks.flat()) told.set(check, (told.get(check) ?? 0) + 1)
  const by = [...told].sort((a, b) => b[1] - a[1]).map(([check, n]) => `${check} ${n}`)
  const row = { on, unit: '', good: 'small' as const }
  return [
    {
      ...row,
      what: 'warnings on a good walk, median',
      measured: counts[Math.floor(counts.length / 2)]!,
      atLeast: 0,
      aim: 0,
    },
    {
      ...row,
      what: 'warnings on a good walk, mean',
      measured: mean(counts),
      atLeast: 1,
      aim: 0.3,
      note: `most ${counts.at(-1)}; ${by.join(', ') || 'none'}`,
    },
  ]
}

function foundRow(fault: Fault, seed: number, count: number): BenchRow {
  const found = Array.from({ length: count }, (_, k) => {
    // With a fix a minute, a leap or a ride can hide between two fixes.
    const samplingS = [1, 5, 10][k % 3]!
    const own = mixSeed(seed, k, 17)
    const { line, fixes } = faulty(fault, own, (more) => walkOf(seed, k, { samplingS, ...more }))
    const told = checked(asWritten(fixes), line).map(({ check }) => check)
    return TELLING[fault].some((check) => told.includes(check))
  })
  return {
    what: `true faults found: ${fault}`,
    on: `${count} walks, 1 to 10 s`,
    measured: (100 * found.filter(Boolean).length) / count,
    unit: '%',
    atLeast: 95,
    aim: 100,
    good: 'large',
    note: `told by ${TELLING[fault].join(' or ')}`,
  }
}

/** Recordings of other projects' test suites, where they are. */
function realWalks(folder: URL): Track[] {
  return REAL_WALKS.filter((name) => existsSync(new URL(name, folder))).flatMap((name) => {
    const { file } = readFile(new Uint8Array(readFileSync(new URL(name, folder))))
    return (file?.tracks ?? [])
      .map(({ track }) => track)
      .filter((track) => track.recorded && recordedLength(track).value > LEAST_REAL_M)
  })
}
