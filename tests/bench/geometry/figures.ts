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

/** On flat ground one walk errs by a third either way: the mean of a class needs more of them. */
const FLAT = 4

/** Ascent of 10 km walks against the noise-free profile, every class of device and relief. */
export function benchClimb(seed: number, seeds: number): BenchRow[] {
  return ALTIMETERS.flatMap((altimeter) =>
    RELIEFS.flatMap((relief) =>
      [false, true].map((rough) =>
        measureClimb(altimeter, relief, rough, seed, relief === 'flat' ? FLAT * seeds : seeds),
      ),
    ),
  )
}

function measureClimb(
  altimeter: Altimeter,
  relief: Relief,
  rough: boolean,
  seed: number,
  seeds: number,
): BenchRow {
  const errors: number[] = []
  let truthM = 0
  let within = 0
  for (let k = 0; k < seeds; k += 1) {
    const own = mixSeed(seed, k, 53)
    const terrain = makeTerrain(relief, rough, own)
    const { fixes, truth } = simulateWalk(makeTrail('linear', own, 10_000).line, {
      seed: own,
      environment: altimeter === 'forest-phone' ? 'forest' : 'mixed',
      altimeter,
      terrain,
      stops: 2,
      samplingS: k % 3 === 2 ? 2 : 1,
    })
    const climb = climbOfTrack(deriveTrack(fixes))!
    errors.push((100 * climb.ascentM) / truth.ascentM - 100)
    truthM += truth.ascentM / seeds
    if (Math.abs(climb.ascentM - truth.ascentM) <= climb.uncertainty) within += 1
  }
  const sorted = [...errors].sort((a, b) => a - b)
  return {
    what: 'climb error, mean of class',
    on: `${altimeter}, ${relief} ${rough ? 'rough' : 'smooth'}`,
    measured: Math.abs(mean(errors)),
    unit: '%',
    atLeast: 10,
    aim: 5,
    good: 'small',
    note: `+${truthM.toFixed(0)} m; mean ${mean(errors).toFixed(1)} %, from ${sorted[0]!.toFixed(0)} to ${sorted.at(-1)!.toFixed(0)} %; truth within the stated uncertainty ${within} of ${seeds}`,
  }
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
