import type { Position } from 'geojson'
import { distanceM } from '../geo/plane.ts'
import type { Observation, TrackObservation } from './observation.ts'

/** What is said of a redacted record, in the record itself. */
type RedactedMember = 'text' | 'photos' | 'voice' | 'ends' | 'other'

/** Facts about the trail and the thing seen: others rely on them, and they tell of nobody. */
const KEPT: ReadonlySet<string> = new Set([
  ...['schema', 'territory', 'trail', 'walk', 'device', 'createdAt', 'corrects', 'kind'],
  ...['placedBy', 'accuracyM', 'spreadM', 'source', 'startedAt', 'endedAt', 'fixes', 'gaps'],
  ...['filled', 'recordedBy'],
  ...['heritageKind', 'name', 'condition', 'access', 'ownership', 'protection', 'materials'],
  ...['period', 'sameAs', 'category', 'subtype', 'magnitude', 'scope'],
  ...['trailVersion', 'coverage', 'direction', 'verdict', 'answers'],
])

/** What goes is told by its name; members that we do not know are told together. */
const OWN_MARK: ReadonlySet<string> = new Set(['text', 'photos', 'voice'])

/**
 * An observation as it stays when its author is forgotten: the facts, without free text, photos or voice,
 * without any member that we do not know, and a walk without its ends, which lead to doors. Says so in
 * `properties.redacted`, whatever its author had put there. For records as they were sent: a walk that was
 * redacted would lose more of its ends.
 * @param trimEndsM how much of both ends of a walk goes, metres; a walk shorter than both has no line left
 */
export function redactObservation(observation: Observation, trimEndsM: number): Observation {
  const gone = new Set<RedactedMember>()
  const kept: Record<string, unknown> = {}
  for (const [member, value] of Object.entries(observation.properties)) {
    if (KEPT.has(member)) kept[member] = value
    else gone.add(OWN_MARK.has(member) ? (member as RedactedMember) : 'other')
  }
  const { type, id } = observation
  const geometry = plainGeometry(observation.geometry)
  const bare = { type, id, geometry, properties: kept } as Observation
  const redacted = bare.properties.kind === 'track' ? redactTrack(bare, gone, trimEndsM) : bare
  if (gone.size === 0) return redacted
  const mark = { redacted: [...gone].sort() }
  return { ...redacted, properties: { ...redacted.properties, ...mark } } as Observation
}

function plainGeometry(geometry: Observation['geometry']): Observation['geometry'] {
  if (geometry === null) return null
  return { type: geometry.type, coordinates: geometry.coordinates } as Observation['geometry']
}

function redactTrack(
  observation: Observation,
  gone: Set<RedactedMember>,
  trimEndsM: number,
): Observation {
  const track = observation as TrackObservation
  const { filled: _filled, recordedBy: _recordedBy, ...facts } = track.properties
  const { sha256, bytes, mediaType, count } = facts.fixes
  const fixes = { sha256, bytes, mediaType, count }
  const gaps = facts.gaps.map(({ reason, fromAt, toAt }) => ({
    reason,
    ...(fromAt === undefined ? {} : { fromAt }),
    ...(toAt === undefined ? {} : { toAt }),
  }))
  gone.add('ends')
  const lines = track.geometry.coordinates
  const fromStart = trimStart(lines, trimEndsM)
  const fromEnd = trimStart(fromStart.lines.map(reversed).reverse(), trimEndsM)
  const left = fromEnd.lines.map(reversed).reverse()
  return {
    ...track,
    geometry: { type: 'MultiLineString', coordinates: left },
    // A gap lies between two lines: it goes with the line before it, or after it.
    properties: {
      ...facts,
      fixes,
      gaps: gaps.slice(fromStart.dropped).slice(0, Math.max(0, left.length - 1)),
      ...redactRecorders(track.properties, { first: fromStart.dropped, count: left.length }),
    },
  }
}

type TrackProperties = TrackObservation['properties']

/** Who else recorded it, and which of the lines that stay are theirs: coverage relies on it. */
function redactRecorders(
  { filled, recordedBy }: TrackProperties,
  stays: { readonly first: number; readonly count: number },
): Pick<TrackProperties, 'filled' | 'recordedBy'> {
  const holes = filled?.flatMap((hole) => {
    const { reason, fromAt, toAt, lines, filledS, lengthM } = hole
    const facts = { by: redactName(hole.by), reason, fromAt, toAt, filledS, lengthM }
    if (!lines) return [facts]
    const first = Math.max(0, lines[0]! - stays.first)
    const last = Math.min(stays.count - 1, lines[1]! - stays.first)
    return first <= last ? [{ ...facts, lines: [first, last] }] : []
  })
  return {
    ...(holes && holes.length > 0 ? { filled: holes } : {}),
    ...(recordedBy ? { recordedBy: redactName(recordedBy) } : {}),
  }
}

/** A program's name is a fact; a file's was given by somebody, and may be theirs. */
function redactName({ name, format }: { name: string; format: string }) {
  return { name: FILE_NAME.test(name) ? format : name, format }
}
const FILE_NAME = /\.(gpx|kml|kmz|tcx|fit|geojson|json|zip)$/i

/** Leaves out the first so many metres, whatever number of lines they are on. */
function trimStart(
  lines: readonly Position[][],
  trimM: number,
): { readonly lines: Position[][]; readonly dropped: number } {
  let leftM = trimM
  for (const [i, line] of lines.entries()) {
    for (let at = 1; at < line.length; at += 1) {
      leftM -= distanceM(line[at - 1]!, line[at]!)
      if (leftM > 0) continue
      // The position that crosses the limit is the first one to stay.
      const rest = line.slice(at)
      const whole = rest.length > 1 ? [rest] : []
      return { lines: [...whole, ...lines.slice(i + 1)], dropped: i + (whole.length > 0 ? 0 : 1) }
    }
  }
  return { lines: [], dropped: lines.length }
}

function reversed(line: Position[]): Position[] {
  return [...line].reverse()
}
