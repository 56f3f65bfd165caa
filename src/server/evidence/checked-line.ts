import type { Position } from 'geojson'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { checkTrail, type TrailToCheck } from '../../domain/checks/check-trail.ts'
import type { Finding } from '../../domain/checks/finding.ts'
import { declaredOf } from './declared-of.ts'
import type { TrailSurroundings } from './trail-surroundings.ts'

/** Findings on a line that is not in the catalogue yet. */
export function findingsOfLine(line: readonly Position[]): readonly Finding[] {
  return checkTrail({ geometry: { type: 'LineString', coordinates: line } })
}

const known = new Map<string, { mark: string; findings: readonly Finding[] }>()
/** Trails of one office are some hundreds; beyond, the oldest are checked again when asked for. */
const REMEMBERED = 2_000

/** Findings on the reference line of a trail, remembered until it, or what lies around it, changes. */
export function lineFindings(trail: TrailEntity, around: TrailSurroundings): readonly Finding[] {
  return recall(trail, around) ?? remember(trail, around, checkTrail(toCheck(trail, around)))
}

/** Checks a line ahead of the first question, away from the thread that answers. */
export async function foreseeFindings(
  trail: TrailEntity,
  around: TrailSurroundings,
  check: (line: TrailToCheck) => Promise<readonly Finding[]>,
): Promise<void> {
  if (!recall(trail, around)) remember(trail, around, await check(toCheck(trail, around)))
}

function toCheck(
  { geometry, properties }: TrailEntity,
  { otherTrails, places, territory }: TrailSurroundings,
): TrailToCheck {
  const declared = declaredOf(properties.attributes)
  return { geometry, declared, otherTrails, places, ...(territory ? { territory } : {}) }
}

function recall(trail: TrailEntity, around: TrailSurroundings): readonly Finding[] | undefined {
  const before = known.get(keyOf(trail))
  return before?.mark === markOf(trail, around) ? before.findings : undefined
}

function remember(
  trail: TrailEntity,
  around: TrailSurroundings,
  findings: readonly Finding[],
): readonly Finding[] {
  const key = keyOf(trail)
  known.delete(key)
  known.set(key, { mark: markOf(trail, around), findings })
  if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
  return findings
}

function markOf({ properties }: TrailEntity, { mark }: TrailSurroundings): string {
  return `${properties.decision} ${mark}`
}

function keyOf({ id, properties }: TrailEntity): string {
  return `${properties.territory}/${id}`
}
