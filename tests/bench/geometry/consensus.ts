import { PATH_KINDS } from '../../support/simulator/made-path.ts'
import { mixSeed } from '../../support/simulator/random.ts'
import { TRAIL_SHAPES } from '../../support/simulator/trail-shapes.ts'
import { runCase, type CaseNoise, type CaseResult, type CaseShape } from './consensus-case.ts'
import { mean, percent, type BenchRow } from './report.ts'

const LIMITS: Record<'mixed' | 'forest', Record<number, readonly [number, number]>> = {
  mixed: { 3: [2.8, 2.3], 10: [1.8, 1.5], 30: [1.4, 1.1] },
  forest: { 3: [4.5, 3.8], 10: [2.8, 2.3], 30: [2, 1.6] },
}
const RECIPE_LIMITS = { straight: [1.5, 1.3], sinuous: [1.8, 1.4], hairpins: [2, 1.4] } as const
/** Metres of the paths of the recipe: as long as in the comparison that published it. */
const RECIPE_LENGTH_M = { straight: 600, sinuous: 700, hairpins: 1000 }
const LENGTH_M = 6000
/** Few walks vary more from set to set, and cost less: more sets. */
const SETS: Record<number, number> = { 3: 4, 10: 2, 30: 1 }

/**
 * The consensus of 3, 10 and 30 walks without any reference line, against the true trail, whose way
 * back lies a little beside the way out.
 */
export function benchConsensus(seed: number, seeds: number): BenchRow[] {
  const results: CaseResult[] = []
  for (const noise of ['mixed', 'forest'] as const) {
    for (const shape of TRAIL_SHAPES) {
      for (const tracks of [3, 10, 30]) {
        for (let k = 0; k < seeds * SETS[tracks]!; k += 1) {
          results.push(
            runCase({ shape, noise, tracks, seed: mixSeed(seed, k, 31), lengthM: LENGTH_M }),
          )
        }
      }
    }
  }
  return [
    ...rmsRows(results),
    farRow(results),
    ...lengthRows(results),
    ...recipeRows(seed, 6 * seeds),
  ]
}

function rmsRows(results: readonly CaseResult[]): BenchRow[] {
  return (['mixed', 'forest'] as const).flatMap((noise) =>
    [3, 10, 30].map((tracks): BenchRow => {
      const here = results.filter((one) => one.noise === noise && one.tracks === tracks)
      const byShape = TRAIL_SHAPES.map((shape) => {
        const own = here.filter((one) => one.shape === shape)
        return { shape, rmsM: rootMean(own.map(({ rmsM }) => rmsM)) }
      })
      const worst = byShape.reduce((a, b) => (b.rmsM > a.rmsM ? b : a))
      const [atLeast, aim] = LIMITS[noise][tracks]!
      return {
        what: `consensus RMS to truth, n = ${tracks}`,
        on: `six shapes, ${noise}`,
        measured: mean(byShape.map(({ rmsM }) => rmsM)),
        unit: 'm',
        atLeast,
        aim,
        good: 'small',
        note: `worst shape ${worst.shape} ${worst.rmsM.toFixed(2)} m; line to truth ${rootMean(here.map(({ backRmsM }) => backRmsM)).toFixed(2)} m`,
      }
    }),
  )
}

function farRow(results: readonly CaseResult[]): BenchRow {
  const near = results.filter(({ shape, noise }) => shape !== 'switchbacks' || noise === 'mixed')
  const worst = near.reduce((a, b) => (b.farShare > a.farShare ? b : a))
  return {
    what: 'truth farther than 20 m',
    on: 'all but forest switchbacks',
    measured: 100 * mean(near.map(({ farShare }) => farShare)),
    unit: '%',
    atLeast: 0.5,
    aim: 0,
    good: 'small',
    note: `worst run ${worst.shape} ${worst.noise} n=${worst.tracks} ${percent(worst.farShare)}`,
  }
}

/** Bias = the mean of the signed errors of the estimated length; the drawn line is told beside it. */
function lengthRows(results: readonly CaseResult[]): BenchRow[] {
  const special: readonly CaseShape[] = ['lollipop', 'switchbacks']
  return (
    [
      ['ordinary', ({ shape }: CaseResult) => !special.includes(shape), 1, 0.5],
      ['lollipop', ({ shape }: CaseResult) => shape === 'lollipop', 1, 0.5],
      ['20 m switchbacks', ({ shape }: CaseResult) => shape === 'switchbacks', 3, 1.5],
    ] as const
  ).map(([on, is, atLeast, aim]): BenchRow => {
    const here = results.filter(is)
    const bias = mean(here.map(({ lengthError }) => lengthError))
    return {
      what: 'consensus length bias (estimate)',
      on,
      measured: Math.abs(100 * bias),
      unit: '%',
      atLeast,
      aim,
      good: 'small',
      note: `signed ${percent(bias)}, drawn line ${percent(mean(here.map(({ drawnError }) => drawnError)))}, mean size ${percent(mean(here.map(({ lengthError }) => Math.abs(lengthError))))}`,
    }
  })
}

function recipeRows(seed: number, runs: number): BenchRow[] {
  return PATH_KINDS.map((shape): BenchRow => {
    const here = runsOf(shape, 'recipe', 10, seed, runs)
    const [atLeast, aim] = RECIPE_LIMITS[shape]
    return {
      what: 'consensus RMS, MIAA noise recipe, n = 10',
      on: shape === 'hairpins' ? 'switchbacks, legs 13 to 25 m apart' : shape,
      measured: rootMean(here.map(({ rmsM }) => rmsM)),
      unit: 'm',
      atLeast,
      aim,
      good: 'small',
      note: `${runs} runs; estimated length ${percent(mean(here.map(({ lengthError }) => lengthError)))}`,
    }
  })
}

function runsOf(
  shape: CaseShape,
  noise: CaseNoise,
  tracks: number,
  seed: number,
  runs: number,
): CaseResult[] {
  const lengthM = shape in RECIPE_LENGTH_M ? RECIPE_LENGTH_M[shape as 'straight'] : LENGTH_M
  return Array.from({ length: runs }, (_, k) =>
    runCase({ shape, noise, tracks, seed: mixSeed(seed, k, 57), lengthM }),
  )
}

const rootMean = (values: readonly number[]): number => Math.sqrt(mean(values.map((v) => v * v)))
