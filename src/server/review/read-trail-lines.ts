import type { Position } from 'geojson'
import type { TrailFileAnswer } from '../../contract/desk.ts'
import type { ParsedFile, ParsedLine } from '../../domain/formats/parsed-file.ts'
import { lineLengthM } from '../../domain/geo/chainage.ts'
import type { Fix } from '../../domain/geo/fix.ts'
import { distanceM } from '../../domain/geo/plane.ts'
import { simplifyLine } from '../../domain/geo/simplify.ts'
import { checkTrail } from '../../domain/checks/check-trail.ts'
import { LIMITS } from '../../domain/observation/observation.ts'

/** Segments whose ends meet this closely are one line: some programs cut at every point of interest. */
const MEET_M = 5
/** A line with more positions than a record may hold is thinned by no more than this. */
const THIN_M = 1

/** The lines of a file that could become a reference line, longest first. */
export function linesOf(file: ParsedFile, fallbackName: string): TrailFileAnswer['lines'] {
  return [...file.tracks, ...file.routes]
    .flatMap((line) => piecesOf(line, file.name ?? fallbackName))
    .map(({ name, coordinates }) => ({
      name,
      lengthM: lineLengthM(coordinates),
      coordinates,
      findings: checkTrail({ geometry: { type: 'LineString', coordinates } }),
    }))
    .sort((a, b) => b.lengthM - a.lengthM)
}

/** A hole in a file stays a hole: one line a piece, numbered. */
function piecesOf(
  { name: own, track }: ParsedLine,
  fallbackName: string,
): { name: string; coordinates: Position[] }[] {
  const pieces: Position[][] = []
  for (const segment of track.segments) {
    const positions = segment.map(toPosition)
    const last = pieces.at(-1)
    const meets = last?.at(-1) && positions[0] && distanceM(last.at(-1)!, positions[0]) <= MEET_M
    if (last && meets) last.push(...positions.slice(1))
    else pieces.push(positions)
  }
  const name = own ?? fallbackName
  const whole = pieces.filter((piece) => piece.length > 1 && lineLengthM(piece) > 0)
  return whole.map((piece, i) => ({
    name: whole.length > 1 ? `${name} (${i + 1}/${whole.length})` : name,
    coordinates: piece.length > LIMITS.positions ? simplifyLine(piece, THIN_M) : piece,
  }))
}

function toPosition({ lon, lat, eleM }: Fix): Position {
  const place = [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]
  return eleM === undefined ? place : [...place, Math.round(eleM * 10) / 10]
}
