import type { HeritageEntity } from '../../domain/catalogue/entity.ts'
import { distanceM } from '../../domain/geo/plane.ts'
import type { DraftPlace } from '../storage/rows.ts'

/** Two receivers at one wash-house may be this far apart. */
const NEAR_M = 40

export interface KnownNearby {
  readonly entity: HeritageEntity
  readonly distanceM: number
}

/** The heritage point of the catalogue that may be the one just seen: the nearest within 40 m. */
export function knownNearby(
  place: DraftPlace | undefined,
  points: readonly HeritageEntity[],
): KnownNearby | null {
  if (!place) return null
  let best: KnownNearby | null = null
  for (const entity of points) {
    const away = distanceM([place.lon, place.lat], entity.geometry.coordinates)
    if (away <= NEAR_M && (!best || away < best.distanceM)) best = { entity, distanceM: away }
  }
  return best
}
