import type { Position } from 'geojson'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { checkTrail, type TrailToCheck } from '../../domain/checks/check-trail.ts'
import type { Finding } from '../../domain/checks/finding.ts'
import { declaredOf } from './declared-of.ts'

/** Findings on a line that is not in the catalogue yet. */
export function findingsOfLine(line: readonly Position[]): readonly Finding[] {
  return checkTrail({ geometry: { type: 'LineString', coordinates: line } })
}

const known = new Map<string, { decision: string; findings: readonly Finding[] }>()
/** Trails of one office are some hundreds; beyond, the oldest are checked again when asked for. */
const REMEMBERED = 2_000

/** Findings on the reference line of a trail, remembered until a decision changes the trail. */
export function lineFindings(trail: TrailEntity): readonly Finding[] {
  return recall(trail) ?? remember(trail, checkTrail(toCheck(trail)))
}

/** Checks a line ahead of the first question, away from the thread that answers. */
export async function foreseeFindings(
  trail: TrailEntity,
  check: (line: TrailToCheck) => Promise<readonly Finding[]>,
): Promise<void> {
  if (!recall(trail)) remember(trail, await check(toCheck(trail)))
}

function toCheck({ geometry, properties }: TrailEntity): TrailToCheck {
  return { geometry, declared: declaredOf(properties.attributes) }
}

function recall(trail: TrailEntity): readonly Finding[] | undefined {
  const before = known.get(keyOf(trail))
  return before?.decision === trail.properties.decision ? before.findings : undefined
}

function remember(trail: TrailEntity, findings: readonly Finding[]): readonly Finding[] {
  const key = keyOf(trail)
  known.delete(key)
  known.set(key, { decision: trail.properties.decision, findings })
  if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
  return findings
}

function keyOf({ id, properties }: TrailEntity): string {
  return `${properties.territory}/${id}`
}
