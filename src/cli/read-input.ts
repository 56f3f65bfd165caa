import { readFile as readBytes } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Position } from 'geojson'
import type { FileRefusal, ParsedFile, ParsedLine } from '../domain/formats/parsed-file.ts'
import { readFile } from '../domain/formats/read-file.ts'
import { lineLengthM } from '../domain/geo/chainage.ts'
import type { Fix } from '../domain/geo/fix.ts'
import { distanceM } from '../domain/geo/plane.ts'
import en from '../locales/en/formats.json' with { type: 'json' }
import fr from '../locales/fr/formats.json' with { type: 'json' }
import { translator, type Language } from '../locales/translate.ts'
import type { Terminal } from './command.ts'

/** Ends nearer than this are one place: a line cut in two by its file goes on there. */
const SAME_PLACE_M = 5

/** A file that could be read, or the one sentence that says why not. */
export type Input =
  | { readonly name: string; readonly file: ParsedFile; readonly refusal: null }
  | {
      readonly name: string
      readonly file: null
      readonly refusal: { code: string; message: string }
    }

/** Reads one file of any known format. Never throws for what the file is or holds. */
export async function readInput(path: string, { say, language }: Terminal): Promise<Input> {
  const name = basename(path)
  let bytes: Uint8Array
  try {
    bytes = await readBytes(path)
  } catch {
    return {
      name,
      file: null,
      refusal: { code: 'no-such-file', message: say('no-such-file', { file: path }) },
    }
  }
  const { file, refusal } = readFile(bytes)
  if (file) return { name, file, refusal: null }
  return {
    name,
    file: null,
    refusal: { code: refusal.code, message: refusalSentence(name, refusal, language) },
  }
}

/** What was odd in a file and how it was handled, in words. */
export function problemsOf(
  file: ParsedFile,
  language: Language,
): readonly { code: string; count: number; message: string }[] {
  const say = translator({ fr, en }, language)
  return file.problems.map(({ code, count }) => ({
    code,
    count,
    message: say(`problem.${code}`, { count }),
  }))
}

function refusalSentence(name: string, refusal: FileRefusal, language: Language): string {
  const say = translator({ fr, en }, language)
  const sentence = say(`refusal.${refusal.code}`, refusal.line ? { line: refusal.line } : {})
  return `${name} : ${sentence}`
}

/** Tracks of a file, else the lines it plans. */
export function linesOf(file: ParsedFile): readonly ParsedLine[] {
  return file.tracks.length > 0 ? file.tracks : file.routes
}

/**
 * The reference line that a file holds: its longest line. Segments are joined where they meet; across a
 * hole nothing is invented, and the longest piece is taken.
 */
export function referenceLine(file: ParsedFile): readonly Position[] | null {
  const pieces = [...file.routes, ...file.tracks].flatMap(({ track }) => joined(track.segments))
  const longest = pieces.toSorted((a, b) => lineLengthM(b) - lineLengthM(a))[0]
  return longest && longest.length >= 2 && lineLengthM(longest) > 0 ? longest : null
}

function joined(segments: readonly (readonly Fix[])[]): Position[][] {
  const pieces: Position[][] = []
  for (const segment of segments) {
    const line = segment.map(toPosition)
    const end = pieces.at(-1)?.at(-1)
    if (end && line[0] && distanceM(end, line[0]) <= SAME_PLACE_M) pieces.at(-1)!.push(...line)
    else pieces.push(line)
  }
  return pieces
}

/** A fix as a GeoJSON position. */
export function toPosition({ lon, lat, eleM }: Fix): Position {
  return eleM === undefined ? [lon, lat] : [lon, lat, eleM]
}
