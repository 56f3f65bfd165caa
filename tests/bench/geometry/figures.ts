import { climbOfTrack } from '../../../src/domain/geo/climb/climb.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { matchWalk } from '../../../src/domain/geo/match/match-walk.ts'
import {
  gapLengthsOnTrail,
  matchedDistance,
} from '../../../src/domain/geo/match/matched-distance.ts'
import { buildTrailModel } from '../../../src/domain/geo/match/trail-model.ts'
import { movingTime } from '../../../src/domain/geo/moving-time.ts'
import { ALTIMETERS, type Altimeter } from '../../support/simulator/gps-noise.ts'
import { createRandom, mixSeed } from '../../support/simulator/random.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTerrain, RELIEFS, type Relief } from '../../support/simulator/terrain.ts'
import { makeTrail, TRAIL_SHAPES } from '../../support/simulator/trail-shapes.ts'
import { mean, type BenchRow } from './report.ts'

/** On flat ground single walks differ most: a class needs more of them. */
const FLAT = 4

/** Ascent of 10 km walks against the noise-free profile, every class of device and relief. */
export function benchClimb(seed: number, seeds: number): BenchRow[] {
  return ALTIMETERS.flatMap((altimeter) =>
    RELIEFS.flatMap((relief) =>
      [false, true].flatMap((rough) =>
        measureClimb(altimeter, relief, rough, seed, relief === 'flat' ? FLAT * seeds : seeds),
      ),
    ),
  )
}

/** What one walk's climb may be off by: in the median of a class, and in its worst twentieth. */
const MEDIAN_BAR = { leastM: 5, share: 0.05 }
const P95_BAR = { leastM: 15, share: 0.1 }

function measureClimb(
  altimeter: Altimeter,
  relief: Relief,
  rough: boolean,
  seed: number,
  seeds: number,
): BenchRow[] {
  const walks = Array.from({ length: seeds }, (_, k) =>
    climbOfWalk(altimeter, relief, rough, seed, k),
  )
  const errorsM = walks.map(({ errorM }) => Math.abs(errorM)).sort((a, b) => a - b)
  const within = walks.filter(({ isWithin }) => isWithin).length
  const truthM = mean(walks.map((walk) => walk.truthM))
  const inBar = ({ leastM, share }: typeof MEDIAN_BAR) =>
    walks
      .map((walk) => Math.abs(walk.errorM) / Math.max(leastM, share * walk.truthM))
      .sort((a, b) => a - b)
  const row = {
    on: `${altimeter}, ${relief} ${rough ? 'rough' : 'smooth'}`,
    unit: '% of the bar',
    atLeast: 100,
    aim: 60,
    good: 'small' as const,
  }
  return [
    {
      ...row,
      what: 'climb, median of |error| against max(5 m, 5 %)',
      measured: 100 * quantileOf(inBar(MEDIAN_BAR), 0.5),
      note: `+${truthM.toFixed(0)} m; |error| median ${quantileOf(errorsM, 0.5).toFixed(0)}, p95 ${quantileOf(errorsM, 0.95).toFixed(0)}, worst ${errorsM.at(-1)!.toFixed(0)} m; mean error ${mean(walks.map(({ errorM }) => errorM)).toFixed(1)} m`,
    },
    {
      ...row,
      what: 'climb, p95 of |error| against max(15 m, 10 %)',
      measured: 100 * quantileOf(inBar(P95_BAR), 0.95),
      note: `truth within the stated uncertainty ${within} of ${seeds}`,
    },
  ]
}

function climbOfWalk(
  altimeter: Altimeter,
  relief: Relief,
  rough: boolean,
  seed: number,
  k: number,
) {
  const own = mixSeed(seed, k, 53)
  const { fixes, truth } = simulateWalk(makeTrail('linear', own, 10_000).line, {
    seed: own,
    environment: altimeter === 'forest-phone' ? 'forest' : 'mixed',
    altimeter,
    terrain: makeTerrain(relief, rough, own),
    stops: 2,
    samplingS: k % 3 === 2 ? 2 : 1,
  })
  const climb = climbOfTrack(deriveTrack(fixes))!
  const errorM = climb.ascentM - truth.ascentM
  return { errorM, truthM: truth.ascentM, isWithin: Math.abs(errorM) <= climb.uncertainty }
}

/** Of sorted values. */
function quantileOf(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** Moving time and distance of twenty walks of some four hours with pauses. */
export function benchMovingTime(seed: number): BenchRow[] {
  const timeErrors: number[] = []
  const distanceErrors: number[] = []
  for (let k = 0; k < 20; k += 1) {
    const own = mixSeed(seed, k, 71)
    const random = createRandom(own)
    const trail = makeTrail(TRAIL_SHAPES[k % TRAIL_SHAPES.length]!, own, 16_000)
    const { fixes, truth } = simulateWalk(trail.line, {
      seed: own,
      environment: random.pick(['open', 'mixed', 'mixed', 'forest']),
      stops: 4 + Math.floor(6 * random.uniform()),
      stopS: [60, 900],
      spikeShare: 1e-3,
      gaps: k % 3,
      samplingS: random.pick([1, 1, 2, 5]),
    })
    const track = deriveTrack(fixes)
    const match = matchWalk(buildTrailModel(trail.line), track)
    const distanceM = matchedDistance(match).lengthM
    const { movingS } = movingTime(track, gapLengthsOnTrail(match))!
    timeErrors.push((100 * Math.abs(movingS - truth.movingS)) / truth.movingS)
    distanceErrors.push((100 * Math.abs(distanceM - truth.distanceM)) / truth.distanceM)
  }
  const common = { on: '20 walks of 4 h with pauses', unit: '%', good: 'small' } as const
  const worst = (errors: readonly number[]): string =>
    `worst walk ${Math.max(...errors).toFixed(2)} %`
  return [
    {
      ...common,
      what: 'moving time error',
      measured: mean(timeErrors),
      atLeast: 3,
      aim: 1,
      note: worst(timeErrors),
    },
    {
      ...common,
      what: 'distance error',
      measured: mean(distanceErrors),
      atLeast: 2,
      aim: 0.5,
      note: worst(distanceErrors),
    },
  ]
}
