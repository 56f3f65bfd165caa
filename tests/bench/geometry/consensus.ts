import { consensusOfTracks } from '../../../src/domain/consensus/consensus-of-tracks.ts'
import type { ConsensusTrack } from '../../../src/domain/consensus/admit-tracks.ts'
import { measureLine, resamplePath } from '../../../src/domain/geo/chainage.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { indexSegments, nearestOnPath } from '../../../src/domain/geo/line-index.ts'
import type { Environment } from '../../support/simulator/gps-noise.ts'
import { createRandom, mixSeed } from '../../support/simulator/random.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import {
  makeTrail,
  TRAIL_SHAPES,
  type MadeTrail,
  type TrailShape,
} from '../../support/simulator/trail-shapes.ts'
import { mean, percent, type BenchRow } from './report.ts'

interface Cell {
  readonly shape: TrailShape
  readonly environment: Environment
  readonly tracks: number
  readonly rmsM: number
  readonly farShare: number
  readonly lengthError: number
}

const LIMITS: Record<'mixed' | 'forest', Record<number, readonly [number, number]>> = {
  mixed: { 3: [2.8, 2.3], 10: [1.8, 1.5], 30: [1.4, 1.1] },
  forest: { 3: [4.5, 3.8], 10: [2.8, 2.3], 30: [2, 1.6] },
}

/** Few walks vary more from set to set, and cost less: more sets. */
const SETS: Record<number, number> = { 3: 4, 10: 2, 30: 1 }

/** The consensus of 3, 10 and 30 walks without any reference line, against the true trail. */
export function benchConsensus(seed: number, seeds: number): BenchRow[] {
  const cells: Cell[] = []
  for (const environment of ['mixed', 'forest'] as const) {
    for (const shape of TRAIL_SHAPES) {
      for (const tracks of [3, 10, 30])
        cells.push(measureCell(shape, environment, tracks, seed, seeds * SETS[tracks]!))
    }
  }
  const rows: BenchRow[] = []
  for (const environment of ['mixed', 'forest'] as const) {
    for (const tracks of [3, 10, 30]) {
      const here = cells.filter((c) => c.environment === environment && c.tracks === tracks)
      const worst = here.reduce((a, b) => (b.rmsM > a.rmsM ? b : a))
      const [atLeast, aim] = LIMITS[environment][tracks]!
      rows.push({
        what: `consensus RMS to truth, n = ${tracks}`,
        on: `six shapes, ${environment}`,
        measured: mean(here.map(({ rmsM }) => rmsM)),
        unit: 'm',
        atLeast,
        aim,
        good: 'small',
        note: `worst shape ${worst.shape} ${worst.rmsM.toFixed(2)} m`,
      })
    }
  }
  const isOrdinary = ({ shape }: Cell): boolean => shape !== 'switchbacks'
  const near = cells.filter((cell) => isOrdinary(cell) || cell.environment === 'mixed')
  const worstFar = near.reduce((a, b) => (b.farShare > a.farShare ? b : a))
  rows.push({
    what: 'truth farther than 20 m',
    on: 'all but forest switchbacks',
    measured: 100 * mean(near.map(({ farShare }) => farShare)),
    unit: '%',
    atLeast: 0.5,
    aim: 0,
    good: 'small',
    note: `worst cell ${worstFar.shape} ${worstFar.environment} n=${worstFar.tracks} ${percent(worstFar.farShare)}`,
  })
  for (const [on, of, atLeast, aim] of [
    ['ordinary', cells.filter(isOrdinary), 1, 0.5],
    ['20 m switchbacks', cells.filter((cell) => !isOrdinary(cell)), 5, 2],
  ] as const) {
    const worst = of.reduce((a, b) => (b.lengthError > a.lengthError ? b : a))
    rows.push({
      what: 'consensus length error',
      on,
      measured: 100 * mean(of.map(({ lengthError }) => lengthError)),
      unit: '%',
      atLeast,
      aim,
      good: 'small',
      note: `worst cell ${worst.shape} ${worst.environment} n=${worst.tracks} ${percent(worst.lengthError)}`,
    })
  }
  return rows
}

function measureCell(
  shape: TrailShape,
  environment: Environment,
  tracks: number,
  seed: number,
  seeds: number,
): Cell {
  let squares = 0
  let stations = 0
  let far = 0
  const lengthErrors: number[] = []
  for (let k = 0; k < seeds; k += 1) {
    const own = mixSeed(seed, k, 31, TRAIL_SHAPES.indexOf(shape), tracks)
    const trail = makeTrail(shape, own, 6000)
    const truth = measureLine(trail.line)
    const walks = Array.from({ length: tracks }, (_, n) => makeWalk(trail, own, n, environment))
    const { line } = consensusOfTracks(walks)
    const { path } = measureLine(line!.coordinates, truth.plane)
    const index = indexSegments(path)
    const { xs, ys } = resamplePath(truth.path, 5)
    xs.forEach((x, s) => {
      const { distanceM } = nearestOnPath(path, index, x, ys[s]!)!
      stations += 1
      squares += distanceM ** 2
      if (distanceM > 20) far += 1
    })
    lengthErrors.push(Math.abs(path.lengthM / truth.path.lengthM - 1))
  }
  return {
    shape,
    environment,
    tracks,
    rmsM: Math.sqrt(squares / stations),
    farShare: far / stations,
    lengthError: mean(lengthErrors),
  }
}

/** Two pauses, spikes; a third reversed, 40 % partial, a quarter with a detour, a fifth with a hole. */
export function makeWalk(
  trail: MadeTrail,
  seed: number,
  n: number,
  environment: Environment,
): ConsensusTrack {
  const own = mixSeed(seed, n, 99)
  const random = createRandom(own)
  const { lengthM } = measureLine(trail.line).path
  const share = n > 0 && random.uniform() < 0.4 ? random.uniform(0.5, 0.9) : 1
  const direction = random.uniform() < 1 / 3 ? -1 : 1
  const aside = lengthM * (1 - share) * random.uniform()
  const detours = trail.shape !== 'switchbacks' && random.uniform() < 0.25
  const { fixes } = simulateWalk(trail.line, {
    seed: own,
    environment,
    direction,
    startM: direction === 1 ? aside : lengthM - aside,
    distanceM: share * lengthM,
    stops: 2,
    spikeShare: 1e-3,
    gaps: random.uniform() < 0.2 ? 1 : 0,
    departures: detours
      ? [
          {
            kind: 'detour',
            atM: share * lengthM * random.uniform(0.1, 0.8),
            spanM: 150,
            lateralM: random.uniform() < 0.5 ? 60 : -60,
          },
        ]
      : [],
    startAtMs: Date.UTC(2026, 0, 1 + n),
  })
  return { id: `walk-${n}`, track: deriveTrack(fixes) }
}
