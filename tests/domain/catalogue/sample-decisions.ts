import {
  parseDecision,
  type Decision,
  type DecisionAction,
} from '../../../src/domain/catalogue/decision.ts'
import { foldCatalogue, type Catalogue } from '../../../src/domain/catalogue/fold-catalogue.ts'
import type { Observation } from '../../../src/domain/observation/observation.ts'
import { parseObservation } from '../../../src/domain/observation/parse-observation.ts'
import { DEVICE, TRAIL, idOf } from '../observation/sample-records.ts'

export { TRAIL, idOf }

/** A line near Saint-Sever that starts at the given longitude. */
export const lineFrom = (lon: number) => ({
  type: 'LineString',
  coordinates: [
    [lon, 43.75],
    [lon + 0.01, 43.76],
  ],
})
export const pointAt = (lon: number, lat = 43.7) => ({ type: 'Point', coordinates: [lon, lat] })

/** A decision as the desk makes it, read at the border like any other. */
export function decide(
  n: number,
  action: DecisionAction,
  target: string,
  fields: Record<string, unknown> = {},
  geometry: unknown = null,
): Decision {
  const parsed = parseDecision({
    type: 'Feature',
    id: idOf(n),
    geometry,
    properties: {
      kind: 'decision',
      schema: 1,
      territory: 'landes-chalosse',
      action,
      target,
      decidedAt: new Date(Date.UTC(2026, 4, 2, 8, 0, n)).toISOString(),
      ...fields,
    },
  })
  if (!parsed.ok) throw new Error(`The test made a bad ${action}: ${parsed.field ?? 'unreadable'}`)
  return parsed.decision
}

/** An observation as a phone makes it. */
export function observe(
  n: number,
  kind: Observation['properties']['kind'],
  properties: Record<string, unknown> = {},
  geometry?: unknown,
): Observation {
  const own = {
    track: {
      source: 'recorder',
      gaps: [],
      fixes: { sha256: 'ab'.repeat(32), bytes: 1, mediaType: 'x', count: 0 },
    },
    'heritage-point': { heritageKind: 'lavoir' },
    'trail-report': { category: 'vegetation', magnitude: 0 },
    'all-clear': { scope: 'here' },
    'trail-test': { trailVersion: 1, answers: {} },
  }[kind]
  const places = {
    track: { type: 'MultiLineString', coordinates: [] },
    'heritage-point': pointAt(-0.5),
    'trail-report': pointAt(-0.5),
    'all-clear': pointAt(-0.5),
    'trail-test': null,
  }
  const parsed = parseObservation({
    type: 'Feature',
    id: idOf(n),
    geometry: geometry ?? places[kind],
    properties: {
      kind,
      schema: 1,
      territory: 'landes-chalosse',
      trail: TRAIL,
      device: DEVICE,
      createdAt: '2026-05-01T09:30:00Z',
      ...own,
      ...properties,
    },
  })
  if (!parsed.ok) throw new Error(`The test made a bad ${kind}: ${parsed.field ?? parsed.code}`)
  return parsed.observation
}

export const photo = (digit: string) => ({
  sha256: digit.repeat(64),
  bytes: 1,
  mediaType: 'image/jpeg',
})

export function lookupIn(observations: readonly Observation[]) {
  const known = new Map(observations.map((one) => [one.id, one]))
  return (id: string) => known.get(id)
}

export function fold(
  decisions: readonly Decision[],
  observations: readonly Observation[] = [],
): Catalogue {
  return foldCatalogue(decisions, lookupIn(observations))
}

/** A catalogue as data that can be compared: maps in the order of their ids. */
export function plain({ entities, answers, applied, refused }: Catalogue) {
  const sorted = <T>(map: ReadonlyMap<string, T>) =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
  return { entities: sorted(entities), answers: sorted(answers), applied, refused }
}
