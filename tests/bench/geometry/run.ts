/**
 * The geometry contract, measured: `npx node tests/bench/geometry/run.ts [--seed N] [--seeds K]`.
 * `--runs 1000` counts the intervals over a thousand runs a class, which takes an hour; `--class
 * 'mixed, n = 3'` takes one class alone.
 * Without a seed it takes one from the clock, so that nobody can have tuned on it, and prints it.
 */
import { parseArgs } from 'node:util'
import { benchIntervals } from './consensus-intervals.ts'
import { benchConsensus } from './consensus.ts'
import { benchClimb, benchMovingTime } from './figures.ts'
import { benchGoodWalks } from './good-walks.ts'
import { benchReading } from './gpx/reading.ts'
import { benchHcSim } from './hc-sim.ts'
import { benchMatching } from './matching.ts'
import { benchRecordedReferences } from './recorded-references.ts'
import { printRows, reaches, type BenchRow } from './report.ts'
import { benchAgainstRelease, benchAgainstTurf, printGrowth } from './speed.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '15' },
    only: {
      type: 'string',
      default: 'matching,recorded,warnings,consensus,intervals,hc-sim,climb,time,speed,reading',
    },
    runs: { type: 'string', default: '42' },
    class: { type: 'string' },
  },
})
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed)
const seeds = Number(values.seeds)
const only = new Set(values.only.split(','))
console.log(`seed ${seed} (repeat with --seed ${seed}), ${seeds} walks a cell\n`)

const rows: BenchRow[] = []
if (only.has('matching')) rows.push(...benchMatching(seed, seeds))
if (only.has('recorded')) rows.push(...benchRecordedReferences(seed))
if (only.has('warnings')) {
  const real = new URL('../../../../shared/data/gpx-fixtures/', import.meta.url)
  rows.push(...benchGoodWalks(seed, seeds, real))
}
if (only.has('consensus')) rows.push(...benchConsensus(seed, Math.max(2, Math.round(seeds / 4))))
if (only.has('intervals')) rows.push(...benchIntervals(seed, Number(values.runs), values.class))
if (only.has('hc-sim')) {
  rows.push(...benchHcSim(new URL('../../../../shared/data/segments/', import.meta.url)))
}
if (only.has('climb')) rows.push(...benchClimb(seed, 2 * seeds))
if (only.has('time')) rows.push(...benchMovingTime(seed))
if (only.has('speed')) rows.push(...benchAgainstTurf(seed))
const base = process.env.JALON_BASE
if (only.has('speed') && base) rows.push(...(await benchAgainstRelease(seed, base)))
if (only.has('reading')) rows.push(...benchReading(seed))
console.log('')
printRows(rows)
if (only.has('speed')) printGrowth(seed)

const missed = rows.filter((row) => !reaches(row, row.atLeast))
console.log(
  missed.length === 0
    ? '\nEvery "at least" is reached.'
    : `\nNot reached: ${missed.map(({ what, on }) => `${what} (${on})`).join('; ')}`,
)
process.exitCode = missed.length === 0 ? 0 : 1
