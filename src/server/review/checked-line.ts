import type { Position } from 'geojson'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { checkTrail } from '../../domain/checks/check-trail.ts'
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
  const { territory, decision, attributes } = trail.properties
  const key = `${territory}/${trail.id}`
  const before = known.get(key)
  if (before?.decision === decision) return before.findings
  const findings = checkTrail({ geometry: trail.geometry, declared: declaredOf(attributes) })
  known.delete(key)
  known.set(key, { decision, findings })
  if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
  return findings
}
