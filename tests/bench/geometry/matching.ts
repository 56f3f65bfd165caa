import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { compareMatch } from '../../../src/domain/geo/match/compare-with-trail.ts'
import { matchWalk, type WalkMatch } from '../../../src/domain/geo/match/match-walk.ts'
import { buildTrailModel } from '../../../src/domain/geo/match/trail-model.ts'
import { ENVIRONMENTS, type Environment } from '../../support/simulator/gps-noise.ts'
import { createRandom, mixSeed, type Random } from '../../support/simulator/random.ts'
import { simulateWalk, type WalkTruth } from '../../support/simulator/simulate-walk.ts'
import {
  makeTrail,
  TRAIL_SHAPES,
  type MadeTrail,
  type TrailShape,
} from '../../support/simulator/trail-shapes.ts'
import type { Departure } from '../../support/simulator/walked-way.ts'
import { mean, percent, type BenchRow } from './report.ts'

interface Tally {
  readonly shape: TrailShape
  readonly environment: Environment
  wrongShares: number[]
  directionsRight: number
  directions: number
  planned: number
  found: number
  falseDetours: number
  kilometres: number
}

/** Chainage, direction and detours on 8 km walks of the six shapes, `seeds` walks a cell. */
export function benchMatching(seed: number, seeds: number): BenchRow[] {
  const tallies = TRAIL_SHAPES.flatMap((shape) =>
    ENVIRONMENTS.map((environment) => tallyCell(shape, environment, seed, seeds)),
  )
  const inEnvironment = (environment: Environment): Tally[] =>
    tallies.filter((tally) => tally.environment === environment)
  const wrong = (environment: Environment): number =>
    100 * mean(inEnvironment(environment).flatMap((tally) => tally.wrongShares))
  const worst = (environment: Environment): string => {
    const by = inEnvironment(environment)
      .map((tally) => ({ shape: tally.shape, share: mean(tally.wrongShares) }))
      .sort((a, b) => b.share - a.share)[0]!
    return `worst shape ${by.shape} ${percent(by.share)}`
  }
  const mixed = inEnvironment('mixed').filter((tally) => tally.planned > 0)
  const sum = (pick: (tally: Tally) => number, of = tallies): number =>
    of.reduce((total, tally) => total + pick(tally), 0)
  const right = sum((tally) => tally.directionsRight)
  const decided = sum((tally) => tally.directions)
  const found = sum((tally) => tally.found, mixed)
  const planned = sum((tally) => tally.planned, mixed)
  return [
    row(
      'chainage wrong by > 40 m',
      'six shapes, mixed',
      wrong('mixed'),
      '%',
      1,
      0.5,
      'small',
      worst('mixed'),
    ),
    row(
      'chainage wrong by > 40 m',
      'six shapes, forest',
      wrong('forest'),
      '%',
      3,
      1.5,
      'small',
      worst('forest'),
    ),
    row(
      'direction right',
      'six shapes, 3 noises',
      (100 * right) / decided,
      '%',
      100,
      100,
      'large',
      `${right} of ${decided}; 0 expected on a pure out-and-back`,
    ),
    row(
      'detours >= 60 m found',
      'mixed',
      (100 * found) / planned,
      '%',
      95,
      99,
      'large',
      `${found} of ${planned}`,
    ),
    row(
      'detours falsely raised per 10 km',
      'mixed',
      (10 * sum((tally) => tally.falseDetours, inEnvironment('mixed'))) /
        sum((tally) => tally.kilometres, inEnvironment('mixed')),
      '',
      0.3,
      0.1,
      'small',
    ),
  ]
}

function row(
  what: string,
  on: string,
  measured: number,
  unit: string,
  atLeast: number,
  aim: number,
  good: BenchRow['good'],
  note = '',
): BenchRow {
  return { what, on, measured, unit, atLeast, aim, good, note }
}

function tallyCell(
  shape: TrailShape,
  environment: Environment,
  seed: number,
  seeds: number,
): Tally {
  const tally: Tally = {
    shape,
    environment,
    wrongShares: [],
    directionsRight: 0,
    directions: 0,
    planned: 0,
    found: 0,
    falseDetours: 0,
    kilometres: 0,
  }
  for (let k = 0; k < seeds; k += 1) {
    const own = mixSeed(seed, k, TRAIL_SHAPES.indexOf(shape))
    const random = createRandom(own)
    const trail = makeTrail(shape, own, 8000)
    const direction = random.uniform() < 0.5 ? 1 : -1
    const departures = shape === 'switchbacks' ? [] : twoDetours(random)
    const { fixes, truth } = simulateWalk(trail.line, {
      seed: own,
      environment,
      direction,
      departures,
      stops: 3,
      gaps: 1,
      spikeShare: 1e-3,
      samplingS: random.pick([1, 1, 2, 5]),
    })
    const match = matchWalk(buildTrailModel(trail.line), deriveTrack(fixes))
    const comparison = compareMatch(match)
    tally.wrongShares.push(
      wrongShare(
        match,
        trail,
        truth,
        fixes.map((fix) => fix.atMs!),
      ),
    )
    tally.directions += 1
    if (comparison.direction === (trail.symmetric ? 0 : direction)) tally.directionsRight += 1
    tally.planned += truth.departures.length
    const meets = truth.departures.map((departure) =>
      comparison.detours.filter(({ intervalM }) => overlaps(intervalM, departure, trail, match)),
    )
    tally.found += meets.filter((episodes) => episodes.length > 0).length
    tally.falseDetours += comparison.detours.length - new Set(meets.flat()).size
    tally.kilometres += truth.distanceM / 1000
  }
  return tally
}

function twoDetours(random: Random): Departure[] {
  return [0.2, 0.6].map((share) => ({
    kind: 'detour',
    atM: 8000 * (share + 0.15 * random.uniform()),
    spanM: random.uniform(80, 250),
    lateralM: (random.uniform() < 0.5 ? -1 : 1) * random.uniform(50, 80),
  }))
}

function overlaps(
  [from, to]: readonly [number, number],
  { leftM, backM }: { leftM: number; backM: number },
  trail: MadeTrail,
  { model }: WalkMatch,
): boolean {
  const low = Math.min(leftM, backM) - 40
  const high = Math.max(leftM, backM) + 40
  if (from <= high && to >= low) return true
  return trail.symmetric && model.lengthM - to <= high && model.lengthM - from >= low
}

/** Share of the samples taken on the trail that were laid elsewhere on it, or away from it. */
function wrongShare(
  { samples, alongM, model }: WalkMatch,
  trail: MadeTrail,
  truth: WalkTruth,
  atMs: readonly number[],
): number {
  let wrong = 0
  let total = 0
  let f = 0
  for (let i = 0; i < samples.count; i += 1) {
    while (f < atMs.length - 1 && atMs[f + 1]! <= samples.atMs[i]! + 500) f += 1
    const here = truth.fixes[f]!
    if (here.offTrailM > 0 || Math.abs(atMs[f]! - samples.atMs[i]!) > 3000) continue
    const miss = Math.abs(alongM[i]! - here.alongM)
    const round = model.closed ? Math.abs(miss - model.lengthM) : Infinity
    const mirror = trail.symmetric ? Math.abs(model.lengthM - alongM[i]! - here.alongM) : Infinity
    total += 1
    if (!(Math.min(miss, round, mirror) <= 40)) wrong += 1
  }
  return wrong / Math.max(1, total)
}
