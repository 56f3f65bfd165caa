import type { Position } from 'geojson'
import { walkFigures } from '../../../src/domain/checks/walk-figures.ts'
import { cleanRecorded } from '../../../src/domain/geo/clean/clean-reference.ts'
import { lineLengthM } from '../../../src/domain/geo/chainage.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import type { GapReason, Track } from '../../../src/domain/geo/fix.ts'
import { compareWithTrail } from '../../../src/domain/geo/match/compare-with-trail.ts'
import { matchWalk } from '../../../src/domain/geo/match/match-walk.ts'
import { buildTrailModel } from '../../../src/domain/geo/match/trail-model.ts'
import { ENVIRONMENTS, type Environment } from '../../support/simulator/gps-noise.ts'
import { interruptedWalk, thrown } from '../../support/simulator/interrupted-walk.ts'
import { createRandom, mixSeed } from '../../support/simulator/random.ts'
import { recordReference } from '../../support/simulator/recorded-reference.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTrail, TRAIL_SHAPES } from '../../support/simulator/trail-shapes.ts'
import { mean, percent, type BenchRow } from './report.ts'

const SEEDS = 24
/** Whoever recorded the reference: a telephone each second or each five, a tracker each minute. */
const RHYTHMS = [1, 1, 5, 60] as const
const ATLEAST: Record<Environment, number> = { open: 0.98, mixed: 0.98, forest: 0.95 }

/** Full, half and sparse walks against references as catalogues have them: recorded, not drawn. */
export function benchRecordedReferences(seed: number): BenchRow[] {
  return [
    ...ENVIRONMENTS.flatMap((environment) =>
      (['raw', 'cleaned'] as const).map((kind) => fullWalks(seed, environment, kind)),
    ),
    halfWalks(seed),
    twoPaths(seed),
    sparseWalks(seed),
    ...agreement(seed),
  ]
}

function fullWalks(seed: number, environment: Environment, kind: 'raw' | 'cleaned'): BenchRow {
  const coverages: number[] = []
  for (const shape of ['out-and-back', 'lollipop'] as const) {
    for (let k = 0; k < SEEDS; k += 1) {
      const own = mixSeed(seed, k, 211, TRAIL_SHAPES.indexOf(shape))
      const { line } = makeTrail(shape, own, 6000)
      const options = { seed: own, samplingS: RHYTHMS[k % RHYTHMS.length]!, stops: k % 2 }
      const reference =
        kind === 'raw'
          ? recordReference(line, options)
          : cleanRecorded(simulateWalk(line, { ...options, seed: mixSeed(own, 7) }).fixes)
      const { fixes } = simulateWalk(line, {
        seed: mixSeed(own, 3),
        environment,
        direction: k % 3 === 2 ? -1 : 1,
        stops: 2,
        spikeShare: 1e-3,
        samplingS: [1, 1, 2, 5][k % 4]!,
      })
      coverages.push(compareWithTrail(deriveTrack(fixes), reference).coverage)
    }
  }
  return {
    what: `coverage of a full walk, recorded reference (${kind})`,
    on: `out-and-back, lollipop, ${environment}, worst of ${SEEDS}`,
    measured: Math.min(...coverages),
    unit: '',
    atLeast: ATLEAST[environment],
    aim: 0.99,
    good: 'large',
    note: `mean ${percent(mean(coverages))}`,
  }
}

function halfWalks(seed: number): BenchRow {
  let worst = 0.5
  for (let k = 0; k < SEEDS; k += 1) {
    const own = mixSeed(seed, k, 223)
    const { line } = makeTrail('out-and-back', own, 6000)
    const reference = recordReference(line, { seed: own, samplingS: 5 })
    const halfM = lineLengthM(line) / 2
    const environment = ENVIRONMENTS[k % 3]!
    const { fixes } = simulateWalk(line, { seed: mixSeed(own, 3), environment, distanceM: halfM })
    const { coverage } = compareWithTrail(deriveTrack(fixes), reference)
    if (Math.abs(coverage - 0.5) > Math.abs(worst - 0.5)) worst = coverage
  }
  return {
    what: 'half-walked out-and-back: distance from 0.50',
    on: `recorded references, worst of ${SEEDS}`,
    measured: Math.abs(worst - 0.5),
    unit: '',
    atLeast: 0.02,
    aim: 0.01,
    good: 'small',
    note: `worst coverage ${worst.toFixed(3)}`,
  }
}

/** Two banks 40 m apart, one of them walked there and back. */
function twoPaths(seed: number): BenchRow {
  let worst = 0.5
  for (let k = 0; k < SEEDS; k += 1) {
    const own = mixSeed(seed, k, 227)
    const environment = k % 2 === 0 ? 'open' : 'mixed'
    const place = (i: number, north: number): Position => [
      -0.6 + i * 1e-4,
      43.7 + (north + 30 * Math.sin(i / 20)) / 111_120,
    ]
    const near = Array.from({ length: 250 }, (_, i) => place(i, 0))
    const far = Array.from({ length: 250 }, (_, i) => place(i, 40)).reverse()
    const reference = recordReference([...near, ...far], { seed: own, environment })
    const walked = [...near, ...[...near].reverse()]
    const { fixes } = simulateWalk(walked, { seed: mixSeed(own, 3), environment })
    const { coverage } = compareWithTrail(deriveTrack(fixes), reference)
    if (Math.abs(coverage - 0.5) > Math.abs(worst - 0.5)) worst = coverage
  }
  return {
    what: 'two paths 40 m apart, one walked twice: distance from 0.50',
    on: `recorded references, open and mixed, worst of ${SEEDS}`,
    measured: Math.abs(worst - 0.5),
    unit: '',
    atLeast: 0.05,
    aim: 0.03,
    good: 'small',
    note: `worst coverage ${worst.toFixed(3)}`,
  }
}

/** A tracker with a fix each 100 to 200 m, against the line of its own fixes. */
function sparseWalks(seed: number): BenchRow {
  const coverages: number[] = []
  for (let k = 0; k < SEEDS; k += 1) {
    const own = mixSeed(seed, k, 229)
    const { line } = makeTrail(TRAIL_SHAPES[k % TRAIL_SHAPES.length]!, own, 6000)
    const { fixes } = simulateWalk(line, { seed: own, samplingS: [80, 120, 160][k % 3]! })
    const track = deriveTrack(fixes)
    coverages.push(
      compareWithTrail(
        track,
        fixes.map(({ lon, lat }) => [lon, lat]),
      ).coverage,
    )
  }
  return {
    what: 'coverage, a fix every 100 to 200 m',
    on: `its own line, six shapes, worst of ${SEEDS}`,
    measured: Math.min(...coverages),
    unit: '',
    atLeast: 0.98,
    aim: 0.99,
    good: 'large',
    note: `mean ${percent(mean(coverages))}`,
  }
}

const BREAKS: readonly GapReason[] = ['paused', 'signal-lost', 'hidden', 'killed']

/** The distance of one walk on its trail, alone, and as it was, with pauses, lifts and jumps. */
function agreement(seed: number): BenchRow[] {
  const truths: number[] = []
  const apart: number[] = []
  for (let k = 0; k < 20; k += 1) {
    const own = mixSeed(seed, k, 233)
    const random = createRandom(own)
    const { line } = makeTrail(k % 2 === 0 ? 'linear' : 'loop', own, 12_000)
    const reason = BREAKS[k % BREAKS.length]!
    // A lift: 3 km at the speed of a car, whatever the recorder thinks of it.
    const recording = interruptedWalk(
      line,
      [
        { fromM: 0, toM: 2500, then: { reason, seconds: 600 } },
        { fromM: 5500, toM: 8000, then: { reason: 'paused', seconds: 900 } },
        { fromM: 8000, toM: 11_000 },
      ],
      { seed: own, environment: ENVIRONMENTS[k % 3]! },
    )
    const fixes = thrown(recording.fixes, { at: random.uniform(0.2, 0.8), count: 5, degrees: 0.04 })
    const track: Track = deriveTrack(fixes, recording.markers)
    const laid = walkFigures(track, matchWalk(buildTrailModel(line), track)).lengthM.value
    const alone = walkFigures(track, null).lengthM.value
    truths.push(Math.abs(laid / recording.recordedM - 1))
    apart.push(Math.abs(alone / laid - 1))
  }
  const common = { on: '20 walks with pauses, lifts, jumps', unit: '%', good: 'small' } as const
  const row = (what: string, errors: readonly number[], atLeast: number): BenchRow => ({
    ...common,
    what,
    measured: 100 * mean(errors),
    atLeast,
    aim: 0.5,
    note: `worst walk ${percent(Math.max(...errors))}`,
  })
  return [
    row('distance against the truth', truths, 2),
    row('distance with and without the trail', apart, 1),
  ]
}
