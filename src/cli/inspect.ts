import type { ParsedFile } from '../domain/formats/parsed-file.ts'
import { lineLengthM } from '../domain/geo/chainage.ts'
import type { Fix } from '../domain/geo/fix.ts'
import { roundMetres } from '../domain/geo/rounding.ts'
import { EXIT } from './command.ts'
import { onFiles, type FilesContext } from './on-files.ts'
import { formatWords } from './format-words.ts'
import { tryInput } from './read-input.ts'
import { positionsOf } from '../domain/checks/check-file.ts'

/** `jalon inspect FILE…`: what is in each file, and what was odd. */
export const command = onFiles([], 1, async (context) => {
  const files = []
  let refused = 0
  for (const path of context.files) {
    const outcome = await tryInput(context, path)
    if (outcome.file) {
      const description = describe(context, path, outcome.file)
      files.push(description)
      if (!context.json) report(context, description)
      for (const { message } of description.problems) context.warn(`${path}: ${message}`)
    } else {
      refused += 1
      context.warn(outcome.sentence)
      files.push(refusedFile(path, outcome.refusal?.code ?? 'no-such-file', outcome.sentence))
    }
  }
  if (context.json) context.print(JSON.stringify({ files }, null, 2))
  return refused > 0 ? EXIT.unusable : EXIT.done
})

type Description = ReturnType<typeof describe>

/** A file that could not be used: nothing in it, and why. */
function refusedFile(file: string, error: string, message: string) {
  return {
    file,
    format: null,
    name: null,
    tracks: 0,
    routes: 0,
    segments: 0,
    points: 0,
    waypoints: 0,
    recorded: false,
    lengthM: 0,
    startedAt: null,
    endedAt: null,
    error,
    problems: [{ code: error, count: 1, message }],
  }
}

function describe(context: FilesContext, path: string, file: ParsedFile) {
  const words = formatWords(context.language)
  const lines = [...file.tracks, ...file.routes]
  const segments = lines.flatMap(({ track }) => track.segments)
  const span = timeSpan(segments)
  return {
    file: path,
    format: file.format,
    name: file.name ?? lines.find(({ name }) => name)?.name ?? null,
    tracks: file.tracks.length,
    routes: file.routes.length,
    segments: segments.length,
    points: segments.reduce((sum, segment) => sum + segment.length, 0),
    waypoints: file.waypoints.length,
    recorded: lines.some(({ track }) => track.recorded),
    lengthM: roundMetres(
      segments.reduce((sum, segment) => sum + lineLengthM(positionsOf(segment)), 0),
    ),
    startedAt: span && new Date(span[0]).toISOString(),
    endedAt: span && new Date(span[1]).toISOString(),
    problems: file.problems.map((problem) => ({ ...problem, message: words.problem(problem) })),
  }
}

function timeSpan(segments: readonly (readonly Fix[])[]): [number, number] | null {
  let first = Infinity
  let last = -Infinity
  for (const segment of segments) {
    for (const { atMs } of segment) {
      if (atMs === undefined) continue
      first = Math.min(first, atMs)
      last = Math.max(last, atMs)
    }
  }
  return last >= first ? [first, last] : null
}

function report({ print, t, figures }: FilesContext, one: Description): void {
  const { file, format, name, startedAt, endedAt } = one
  print(`${file}: ${t(`format.${format}`)}${name ? `, « ${name} »` : ''}`)
  print(
    `  ${[
      t('inspect.tracks', { count: one.tracks }),
      ...(one.routes > 0 ? [t('inspect.routes', { count: one.routes })] : []),
      t('inspect.segments', { count: one.segments }),
      t('inspect.points', { count: one.points, number: figures.number(one.points) }),
      t('inspect.waypoints', { count: one.waypoints }),
      figures.length(one.lengthM),
    ].join(', ')}`,
  )
  if (startedAt && endedAt) {
    const from = figures.instant(startedAt, 'UTC')
    const to = figures.instant(endedAt, 'UTC')
    print(`  ${t('inspect.span', { from, to })}`)
  }
}
