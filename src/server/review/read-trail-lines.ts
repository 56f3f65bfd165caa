import type { Position } from 'geojson'
import type { TrailFileAnswer } from '../../contract/desk.ts'
import type { ParsedFile, ParsedLine } from '../../domain/formats/parsed-file.ts'
import { lineLengthM } from '../../domain/geo/chainage.ts'
import { cleanLine, cleanRecorded } from '../../domain/geo/clean/clean-reference.ts'
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
    .map(({ name, coordinates, recorded }) => ({
      name,
      lengthM: lineLengthM(coordinates),
      coordinates,
      ...(recorded ? { recorded } : {}),
      findings: checkTrail({ geometry: { type: 'LineString', coordinates } }),
    }))
    .sort((a, b) => b.lengthM - a.lengthM)
}

interface Piece {
  readonly name: string
  readonly coordinates: Position[]
  /** As the file has it, where `coordinates` is cleaned. */
  readonly recorded?: Position[]
}

/** A hole in a file stays a hole: one line a piece, numbered. What was recorded is cleaned. */
function piecesOf({ name: own, track }: ParsedLine, fallbackName: string): Piece[] {
  const pieces: Fix[][] = []
  for (const segment of track.segments) {
    const last = pieces.at(-1)
    const [end, start] = [last?.at(-1), segment[0]]
    const meets = end && start && distanceM(toPosition(end), toPosition(start)) <= MEET_M
    if (last && meets) last.push(...segment.slice(1))
    else pieces.push([...segment])
  }
  const name = own ?? fallbackName
  const whole = pieces.filter((piece) => piece.length > 1 && lineLengthM(piece.map(toPosition)) > 0)
  return whole.map((piece, i) => {
    const title = whole.length > 1 ? `${name} (${i + 1}/${whole.length})` : name
    return { name: title, ...linesOfPiece(piece, track.recorded) }
  })
}

function linesOfPiece(piece: readonly Fix[], isRecorded: boolean): Omit<Piece, 'name'> {
  const given = piece.map(toPosition)
  const raw = given.length > LIMITS.positions ? simplifyLine(given, THIN_M) : given
  const clean = isRecorded ? cleanRecorded(piece) : cleanLine(given)
  const isSame = clean.length === given.length || clean.length < 2
  if (isSame || clean.length > LIMITS.positions) return { coordinates: raw }
  return { coordinates: clean, recorded: raw }
}

function toPosition({ lon, lat, eleM }: Fix): Position {
  const place = [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]
  return eleM === undefined ? place : [...place, Math.round(eleM * 10) / 10]
}
