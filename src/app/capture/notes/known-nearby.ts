import type { HeritageEntity } from '../../../domain/catalogue/entity.ts'
import { sameWithinM } from '../../../domain/checks/same-thing.ts'
import { distanceM } from '../../../domain/geo/plane.ts'
import type { DraftPlace } from '../../storage/rows.ts'

export interface KnownNearby {
  readonly entity: HeritageEntity
  readonly distanceM: number
}

/** The heritage point of the catalogue that may be the one just seen: the nearest, by the rule of the desk. */
export function knownNearby(
  place: DraftPlace | undefined,
  points: readonly HeritageEntity[],
): KnownNearby | null {
  if (!place) return null
  const withinM = sameWithinM(place.accuracyM)
  let best: KnownNearby | null = null
  for (const entity of points) {
    const away = distanceM([place.lon, place.lat], entity.geometry.coordinates)
    if (away <= withinM && (!best || away < best.distanceM)) best = { entity, distanceM: away }
  }
  return best
}
