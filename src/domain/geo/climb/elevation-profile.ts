import { despike } from '../clean/despike.ts'
import type { Fix, Track } from '../fix.ts'
import { withoutAbsentAltitudes } from './absent-altitudes.ts'
import { toPlane, planeFor, type Plane } from '../plane.ts'

/** Altitudes along a line or a walk. Chainages increase. */
export interface ElevationProfile {
  readonly chainageM: readonly number[]
  readonly eleM: readonly number[]
}

/** The profile of a recording; each point is a mean of so many fixes, on average. */
export interface RecordedProfile extends ElevationProfile {
  readonly fixesPerPoint: number
}

/** A walk has moved on when it is this far from the last point of its profile. */
const STEP_M = 8
/** With altitudes on fewer of its fixes, a walk has no profile. */
const LEAST_SHARE_WITH_ALTITUDE = 0.5

/**
 * The altitudes along a walk: one point every 8 m, the mean of all altitudes received there, so that
 * a pause with its hundreds of fixes is one point. Null when fewer than half of the fixes have an
 * altitude (what only says "none" is left out), or all have the same.
 */
export function profileOfTrack(track: Track): RecordedProfile | null {
  const { segments } = withoutAbsentAltitudes(track.segments)
  const fixes = segments.flat()
  const withAltitude = fixes.filter((fix) => fix.eleM !== undefined)
  if (fixes.length < 2 || withAltitude.length < LEAST_SHARE_WITH_ALTITUDE * fixes.length)
    return null
  if (withAltitude.every((fix) => fix.eleM === withAltitude[0]!.eleM)) return null
  const plane = planeFor(fixes.map(({ lon, lat }) => [lon, lat]))
  const profile: { chainageM: number[]; eleM: number[] } = { chainageM: [], eleM: [] }
  for (const segment of segments) addSegment(profile, despike(segment), plane)
  return { ...profile, fixesPerPoint: Math.max(1, withAltitude.length / profile.eleM.length) }
}

function addSegment(
  profile: { chainageM: number[]; eleM: number[] },
  fixes: readonly Fix[],
  plane: Plane,
): void {
  let chainage = profile.chainageM.at(-1) ?? 0
  let place: { x: number; y: number } | null = null
  let sum = 0
  let count = 0
  const flush = (): void => {
    if (count > 0 && chainage > (profile.chainageM.at(-1) ?? -1)) {
      profile.chainageM.push(chainage)
      profile.eleM.push(sum / count)
    }
    sum = count = 0
  }
  for (const fix of fixes) {
    const here = toPlane(plane, fix.lon, fix.lat)
    place ??= here
    const movedM = Math.hypot(here.x - place.x, here.y - place.y)
    if (movedM >= STEP_M) {
      flush()
      chainage += movedM
      place = here
    }
    if (fix.eleM !== undefined) {
      sum += fix.eleM
      count += 1
    }
  }
  flush()
}
