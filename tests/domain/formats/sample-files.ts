import { readFile } from '../../../src/domain/formats/read-file.ts'
import type { FileRefusal, ParsedFile } from '../../../src/domain/formats/parsed-file.ts'

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Reads text or bytes that must be readable. */
export function read(content: string | Uint8Array): ParsedFile {
  const outcome = readFile(typeof content === 'string' ? bytes(content) : content)
  if (!outcome.file) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`)
  return outcome.file
}

/** Reads text or bytes that must be refused. */
export function refusal(content: string | Uint8Array): FileRefusal {
  const outcome = readFile(typeof content === 'string' ? bytes(content) : content)
  if (outcome.file) throw new Error('it was read')
  return outcome.refusal
}

/** The problems of a file as `code: count`. */
export function problems(file: ParsedFile | FileRefusal): Record<string, number> {
  return Object.fromEntries((file.problems ?? []).map(({ code, count }) => [code, count]))
}

/** Points per segment, track by track. */
export function counts(file: ParsedFile): number[][] {
  return file.tracks.map(({ track }) => track.segments.map((segment) => segment.length))
}

export function gpx(inside: string, root = 'version="1.1" creator="essai"'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gpx ${root}>${inside}</gpx>`
}

export function trkpt(lat: number | string, lon: number | string, inside = ''): string {
  return `<trkpt lat="${lat}" lon="${lon}">${inside}</trkpt>`
}

export function trk(...segments: string[]): string {
  return `<trk>${segments.map((points) => `<trkseg>${points}</trkseg>`).join('')}</trk>`
}

export const TWO_POINTS = trkpt(43.7, -1.05) + trkpt(43.701, -1.051)

export function kml(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>${inside}</Document></kml>`
}
