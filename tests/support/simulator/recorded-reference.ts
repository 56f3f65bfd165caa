import type { Position } from 'geojson'
import type { Environment } from './gps-noise.ts'
import { mixSeed } from './random.ts'
import { simulateWalk } from './simulate-walk.ts'

export interface ReferenceOptions {
  readonly seed: number
  readonly environment?: Environment
  /** Seconds between the fixes of whoever recorded it; a tracker has 60. */
  readonly samplingS?: number
  readonly stops?: number
  readonly spikeShare?: number
}

/**
 * A reference line as catalogues have them: not the trail, but what somebody recorded on it, raw. Its
 * two legs on one way are never the same line. The truth stays the trail that was given.
 */
export function recordReference(
  line: readonly Position[],
  { seed, ...options }: ReferenceOptions,
): Position[] {
  const { fixes } = simulateWalk(line, { environment: 'mixed', ...options, seed: mixSeed(seed, 7) })
  return fixes.map(({ lon, lat }) => [lon, lat])
}
