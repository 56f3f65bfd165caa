import { lineLengthM } from '../domain/geo/chainage.ts'
import { EXIT, type Command, type Terminal } from './command.ts'
import { linesOf, problemsOf, readInput, toPosition, type Input } from './read-input.ts'

/** `jalon inspect FILE…`: what each file holds, and what is odd about it. */
export const command: Command = {
  async run({ words, json }, terminal) {
    if (words.length === 0) {
      terminal.warn(terminal.say('file-missing'))
      return EXIT.unusable
    }
    const inputs = await Promise.all(words.map((path) => readInput(path, terminal)))
    const files = inputs.map((input) => describe(input, terminal))
    if (json) terminal.print(JSON.stringify({ files }))
    for (const file of files) {
      if (!json && file.format) report(file, terminal)
      for (const problem of file.problems) terminal.warn(problem.message)
    }
    return inputs.some((input) => input.refusal) ? EXIT.unusable : EXIT.done
  },
}

type Description = ReturnType<typeof describe>

function describe(input: Input, { language }: Terminal) {
  if (input.refusal) {
    const problems = [{ ...input.refusal, count: 1 }]
    return { ...NOTHING, file: input.name, error: input.refusal.code, problems }
  }
  const { file } = input
  const lines = linesOf(file).map(({ track }) => track)
  const fixes = lines.flatMap(({ segments }) => segments.flat())
  const times = fixes.flatMap(({ atMs }) => (atMs === undefined ? [] : [atMs]))
  return {
    ...NOTHING,
    file: input.name,
    format: file.format,
    name: file.name ?? linesOf(file)[0]?.name ?? null,
    tracks: file.tracks.length,
    routes: file.routes.length,
    segments: lines.reduce((sum, { segments }) => sum + segments.length, 0),
    points: fixes.length,
    waypoints: file.waypoints.length,
    lengthM: round(
      lines.reduce(
        (sum, { segments }) => sum + lengthOf(segments.map((one) => one.map(toPosition))),
        0,
      ),
    ),
    startedAt: instant(times.reduce((least, at) => Math.min(least, at), Infinity)),
    endedAt: instant(times.reduce((most, at) => Math.max(most, at), -Infinity)),
    problems: problemsOf(file, language),
  }
}

const NOTHING = {
  file: '',
  format: null as string | null,
  name: null as string | null,
  tracks: 0,
  routes: 0,
  segments: 0,
  points: 0,
  waypoints: 0,
  lengthM: 0,
  startedAt: null as string | null,
  endedAt: null as string | null,
}

function report(file: Description, { say, print, language }: Terminal): void {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
  print(
    say('inspect.file', {
      file: file.file,
      format: (file.format ?? '').toUpperCase(),
      tracks: file.tracks,
      routes: file.routes,
      segments: file.segments,
      points: file.points,
      waypoints: file.waypoints,
      km: number.format(file.lengthM / 1000),
    }),
  )
  if (file.startedAt && file.endedAt) {
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' })
    const from = date.format(new Date(file.startedAt))
    print(say('inspect.span', { from, to: date.format(new Date(file.endedAt)) }))
  }
}

function lengthOf(lines: readonly (readonly number[][])[]): number {
  return lines.reduce((sum, line) => sum + lineLengthM(line), 0)
}

function round(metres: number): number {
  return Math.round(metres * 10) / 10
}

function instant(atMs: number): string | null {
  return Number.isFinite(atMs) ? new Date(atMs).toISOString() : null
}
