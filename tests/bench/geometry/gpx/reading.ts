import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchRow } from '../report.ts'
import { oddGpx, ordinaryGpx, type MadeFile } from './made-gpx.ts'
import { OURS, PEERS } from './peers.ts'
import { findPrograms, type Program } from './programs.ts'

/** What became of one file in one reader. */
export type Answer =
  | { readonly points: number; readonly ms: number; readonly error?: never }
  | { readonly error: string; readonly points?: never; readonly ms?: never }

const PATIENCE_MS = 60_000
const SIZES = [1_000, 10_000, 100_000]
const ROUNDS = 3

/**
 * Reading GPX, all readers in one run, each in a process of its own: the time for 1,000 to 100,000
 * points, and how many points of odd files each of them keeps. A reader that fails is a line of the table.
 */
export function benchReading(seed: number): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'jalon-gpx-'))
  try {
    const put = (file: MadeFile, i: number) => {
      const path = join(folder, `${i}.gpx`)
      writeFileSync(path, file.bytes)
      return { ...file, path }
    }
    const sizes = SIZES.map((points) => ordinaryGpx(points, seed)).map(put)
    const odd = oddGpx(seed).map((file, i) => put(file, 100 + i))
    const warmUp = sizes[0]!.path
    const { programs, missing } = findPrograms(warmUp)
    const readers: Program[] = [
      ...PEERS.map(({ name }) => ({
        name,
        read: (path: string, rounds: number) => readApart(name, path, warmUp, rounds),
      })),
      ...programs,
    ]
    for (const name of missing) console.log(`${name}: not installed here, left out`)
    const table = readers.map(({ name, read }) => ({
      name,
      times: sizes.map(({ path }) => read(path, ROUNDS)),
      odd: odd.map(({ path }) => read(path, 1)),
    }))
    printTimes(table, sizes)
    printOdd(table, odd)
    return ratioRow(table)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Row {
  readonly name: string
  readonly times: readonly Answer[]
  readonly odd: readonly Answer[]
}

/** The closest of the others. A program that does not run in Node or Python is shown and does not count. */
function ratioRow(table: readonly Row[]): BenchRow[] {
  const ours = table.find(({ name }) => name === OURS)!.times.at(-1)!.ms!
  const others = table
    .filter(({ name }) => name !== OURS && !name.startsWith('gpsbabel'))
    .map(({ name, times }) => ({ name, ratio: (times.at(-1)!.ms ?? Infinity) / ours }))
    .sort((a, b) => a.ratio - b.ratio)
  const closest = others[0]!
  return [
    {
      what: 'reading 100,000 points of GPX',
      on: 'ratio to the fastest peer, one run',
      measured: closest.ratio,
      unit: 'x',
      atLeast: 1,
      aim: 3,
      good: 'large',
      note: `${ours.toFixed(0)} ms; ${others
        .map(
          ({ name, ratio }) =>
            `${name} ${Number.isFinite(ratio) ? `${ratio.toFixed(1)} x` : 'failed'}`,
        )
        .join('; ')}`,
    },
  ]
}

function printTimes(table: readonly Row[], sizes: readonly MadeFile[]): void {
  console.log('\nReading GPX, milliseconds (ratio to ours); growth: 100,000 points against 10,000')
  console.log(`| reader | ${sizes.map(({ name }) => name).join(' | ')} | growth |`)
  console.log(`| --- |${' --- |'.repeat(sizes.length + 1)}`)
  const ours = table.find(({ name }) => name === OURS)!
  for (const { name, times } of table) {
    const cells = times.map((answer, i) => {
      if (answer.error !== undefined) return answer.error
      const lost = sizes[i]!.points - answer.points
      const ratio = answer.ms / (ours.times[i]!.ms ?? NaN)
      return `${answer.ms.toFixed(1)} (${ratio.toFixed(1)} x)${lost === 0 ? '' : `, ${lost} points lost`}`
    })
    const [, tenth, all] = times
    const growth = all?.ms && tenth?.ms ? `${(all.ms / tenth.ms).toFixed(1)} x` : '–'
    console.log(`| ${name} | ${cells.join(' | ')} | ${growth} |`)
  }
}

function printOdd(table: readonly Row[], files: readonly MadeFile[]): void {
  console.log('\nPoints kept of odd files (what a reader can use is in brackets)')
  console.log(`| reader | ${files.map(({ name, points }) => `${name} (${points})`).join(' | ')} |`)
  console.log(`| --- |${' --- |'.repeat(files.length)}`)
  for (const { name, odd } of table) {
    const cells = odd.map((answer) => answer.error ?? String(answer.points))
    console.log(`| ${name} | ${cells.join(' | ')} |`)
  }
}

function readApart(name: string, path: string, warmUp: string, rounds: number): Answer {
  const script = join(import.meta.dirname, 'read-one.ts')
  const { stdout, signal, error } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      script,
      name,
      path,
      rounds > 1 ? warmUp : '',
      String(rounds),
    ],
    { encoding: 'utf8', timeout: PATIENCE_MS, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  if (error || signal) return { error: `no answer in ${PATIENCE_MS / 1_000} s` }
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Answer
  } catch {
    return { error: 'the process died' }
  }
}
