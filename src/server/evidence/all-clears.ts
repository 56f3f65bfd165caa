import type { Position } from 'geojson'
import type { AnswerEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import { indexLine, nearestOnLine } from '../../domain/geo/line-index.ts'
import type { IntervalM } from '../../domain/geo/interval.ts'
import type { AllClearEvidence } from '../../domain/review/evidence.ts'
import type { StoredObservation } from '../storage/records.ts'
import { evidenceStateOf } from './evidence-state.ts'

/** One tap says that all is well as far as one sees: so far along the trail, on both sides. */
const SEEN_M = 50
/** Farther from the line, it speaks of something else. */
const NEAR_M = 60

/** What the all-clears of a trail renew, as stretches of its reference line in force. */
export function allClearsOf(
  observations: readonly StoredObservation[],
  answers: ReadonlyMap<string, AnswerEntity>,
  trail: TrailEntity,
): AllClearEvidence[] {
  const said = observations.filter(({ observation }) => observation.properties.kind === 'all-clear')
  if (said.length === 0) return []
  const line = indexLine(trail.geometry.coordinates)
  return said.map(({ observation, receivedAt }) => {
    const { geometry } = observation
    const places = geometry?.type === 'LineString' ? geometry.coordinates : pointOf(geometry)
    const chainages = places
      .map((place) => nearestOnLine(line, place, NEAR_M)?.chainageM)
      .filter((chainageM) => chainageM !== undefined)
    return {
      observation: observation.id,
      state: evidenceStateOf(answers.get(observation.id)),
      testedAt: observation.properties.createdAt,
      receivedAt,
      trailVersion: trail.properties.version,
      covered: chainages.length > 0 ? [stretch(chainages, line.path.lengthM)] : [],
    }
  })
}

function stretch(chainages: readonly number[], lengthM: number): IntervalM {
  const from = Math.min(...chainages) - SEEN_M
  const to = Math.max(...chainages) + SEEN_M
  return [Math.max(0, from), Math.min(lengthM, to)]
}

function pointOf(geometry: StoredObservation['observation']['geometry']): Position[] {
  return geometry?.type === 'Point' ? [geometry.coordinates] : []
}
