import { mixSeed } from '../../support/simulator/random.ts'
import { runCase, type CaseNoise, type CaseResult, type CaseShape } from './consensus-case.ts'
import { mean, type BenchRow } from './report.ts'

/** Classes: noise and number of walks. Their runs go round the shapes, so each shape has its share. */
const CLASSES: readonly { readonly noise: CaseNoise; readonly tracks: number }[] = [
  { noise: 'mixed', tracks: 3 },
  { noise: 'mixed', tracks: 10 },
  { noise: 'mixed', tracks: 30 },
  { noise: 'forest', tracks: 3 },
  { noise: 'forest', tracks: 10 },
  { noise: 'forest', tracks: 30 },
  { noise: 'recipe', tracks: 3 },
  { noise: 'recipe', tracks: 10 },
]
const WALKED: readonly CaseShape[] = [
  'linear',
  'loop',
  'out-and-back',
  'lollipop',
  'figure-8',
  'switchbacks',
  'hairpins',
]
const COPIED: readonly CaseShape[] = ['straight', 'sinuous', 'hairpins']
const LENGTH_M = 3000
const PATH_LENGTH_M = 800

/**
 * How often the 95 % intervals hold the truth, class by class and shape by shape, over `runs` runs a
 * class. Fewer than a thousand runs tell a coverage to a few hundredths only; the row says how many.
 */
export function benchIntervals(seed: number, runs: number, only?: string): BenchRow[] {
  const wanted = CLASSES.filter((one) => !only || nameOf(one) === only)
  const results = wanted.flatMap(({ noise, tracks }, c) => {
    const shapes = noise === 'recipe' ? COPIED : WALKED
    return Array.from({ length: runs }, (_, k) =>
      runCase({
        shape: shapes[k % shapes.length]!,
        noise,
        tracks,
        seed: mixSeed(seed, k, 77, c),
        lengthM: noise === 'recipe' ? PATH_LENGTH_M : LENGTH_M,
      }),
    )
  })
  const byClass = wanted.map((one) => ({
    on: nameOf(one),
    runs: results.filter(({ noise, tracks }) => noise === one.noise && tracks === one.tracks),
  }))
  const byShape = [...new Set(results.map(({ shape }) => shape))].map((shape) => ({
    on: shape,
    runs: results.filter((one) => one.shape === shape),
  }))
  return [...byClass, ...byShape].flatMap(({ on, runs: here }) => rowsOf(on, here))
}

const nameOf = ({ noise, tracks }: { noise: string; tracks: number }): string =>
  `${noise}, n = ${tracks}`

/** Measured as the distance from 95 %: too wide is as wrong as too narrow. */
function rowsOf(on: string, runs: readonly CaseResult[]): BenchRow[] {
  const length = 100 * mean(runs.map(({ lengthHeld }) => (lengthHeld ? 1 : 0)))
  const position = 100 * mean(runs.map(({ positionHeld }) => positionHeld))
  return [['length', length] as const, ['position', position] as const].map(
    ([what, held]): BenchRow => ({
      what: `95 % interval of ${what} holds the truth: away from 95`,
      on,
      measured: Math.abs(held - 95),
      unit: '%',
      atLeast: 3,
      aim: 2,
      good: 'small',
      note: `holds ${held.toFixed(1)} % of ${runs.length} runs`,
    }),
  )
}
