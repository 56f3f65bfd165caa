import type { MultiPolygon, Polygon, Position } from 'geojson'
import { climbOfProfile } from '../geo/climb/climb.ts'
import type { Track } from '../geo/fix.ts'
import { indexLine, type IndexedLine } from '../geo/line-index.ts'
import { walkingTime, walkingTimeOnLevel } from '../geo/walking-time.ts'
import type { Finding } from './finding.ts'
import { hasLength } from './has-length.ts'
import { runChecks } from './run-checks.ts'
import type { Declared, OtherTrail, PlaceOfTrail, Subject } from './subject.ts'

/** A reference line and all that may be held against it. Everything but the line may be absent. */
export interface TrailToCheck {
  /** A GeoJSON geometry, whatever it is; a LineString when it is a trail. */
  readonly geometry: { readonly type: string; readonly coordinates: unknown }
  /** The parts from which the line was joined, when it came in several. */
  readonly parts?: readonly (readonly Position[])[]
  /** The recording that draws the line, looked at for itself: fewer checks, and no error of a receiver's. */
  readonly recording?: Track
  readonly declared?: Declared
  /** Ascent and walking time from a better source than the line's own altitudes. */
  readonly ascentM?: number
  readonly walkingS?: number
  readonly territory?: Polygon | MultiPolygon
  readonly terrainM?: readonly (number | null)[]
  /** Other trails of the territory. */
  readonly otherTrails?: readonly OtherTrail[]
  /** Heritage points and other places of this trail, in declared order. */
  readonly places?: readonly PlaceOfTrail[]
}

/**
 * Findings on a trail: its line, what is declared of it, its neighbours and its places. Deterministic,
 * like `assessWalk`. What several walks say of it together is `checkWalks`.
 */
export function checkTrail(input: TrailToCheck): readonly Finding[] {
  const line = indexedLineOf(input.geometry)
  const { recording, ...around } = input
  const subject: Subject = {
    ...around,
    ...(line ? { line, ...figuresOf(line, input) } : {}),
    ...(recording ? { isWalk: true, track: recording } : {}),
  }
  return runChecks(recording ? 'recording' : 'trail', subject)
}

/** The line of a geometry when it is one: numbers only, on earth, with a length. */
function indexedLineOf({ type, coordinates }: TrailToCheck['geometry']): IndexedLine | null {
  if (type !== 'LineString' || !Array.isArray(coordinates)) return null
  const positions = (coordinates as readonly unknown[]).filter(isPosition)
  return positions.length >= 2 && hasLength(positions) ? indexLine(positions) : null
}

function isPosition(value: unknown): value is Position {
  if (!Array.isArray(value) || value.length < 2) return false
  const [lon, lat] = value as readonly unknown[]
  return (
    value.every((one) => typeof one === 'number' && Number.isFinite(one)) &&
    Math.abs(lon as number) <= 180 &&
    Math.abs(lat as number) <= 90
  )
}

function figuresOf(
  line: IndexedLine,
  { ascentM, walkingS }: TrailToCheck,
): { ascentM?: number; walkingS?: number } {
  const hasAltitudes = line.positions.every((position) => position[2] !== undefined)
  const chainageM = [...line.path.chainageM]
  const profile = { chainageM, eleM: line.positions.map((position) => position[2] ?? 0) }
  const climb = hasAltitudes ? climbOfProfile(profile, 'gps') : null
  const ownAscentM = ascentM ?? climb?.ascentM
  return {
    ...(ownAscentM === undefined ? {} : { ascentM: ownAscentM }),
    walkingS:
      walkingS ??
      (hasAltitudes ? walkingTime(profile) : walkingTimeOnLevel(line.path.lengthM)).swissS,
  }
}
