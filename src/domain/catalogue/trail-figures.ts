import { measureLine } from '../geo/chainage.ts'
import { climbOfProfile } from '../geo/climb/climb.ts'
import type { ElevationProfile } from '../geo/climb/elevation-profile.ts'
import { walkingTime, walkingTimeOnLevel } from '../geo/walking-time.ts'

/** What a trail's line says of a walk on it: metres, seconds, and how each was found. */
export interface TrailFigures {
  readonly lengthM: number
  readonly lengthMethod: 'reference-line'
  readonly walkingS: number
  readonly walkingMethod: 'swiss' | 'swiss-on-level'
  readonly ascentM?: number
  readonly descentM?: number
  readonly climbUncertaintyM?: number
  readonly climbMethod?: string
  readonly minEleM?: number
  readonly maxEleM?: number
}

/** Times are for people: to five minutes. */
const TIME_STEP_S = 300

/**
 * The figures of a line, in its own direction. Without an altitude at each position, and without
 * `terrainProfile`, there
 * is no climb, and the time is that of level ground.
 * @param terrainProfile what a terrain model knows under the line; believed before the altitudes that came with it
 */
export function trailFigures(
  coordinates: readonly (readonly number[])[],
  terrainProfile: ElevationProfile | null = null,
): TrailFigures {
  const positions = coordinates.map((place) => [...place])
  const { path } = measureLine(positions)
  const lengthM = Math.round(path.lengthM)
  const length = { lengthM, lengthMethod: 'reference-line' as const }
  const eleM = positions.map((place) => place[2]).filter((ele) => ele !== undefined)
  const isWhole = eleM.length === positions.length
  const profile = terrainProfile ?? (isWhole ? { chainageM: [...path.chainageM], eleM } : null)
  if (!profile) {
    const walkingS = toStep(walkingTimeOnLevel(path.lengthM).swissS)
    return { ...length, walkingS, walkingMethod: 'swiss-on-level' as const }
  }
  const climb = climbOfProfile(profile, terrainProfile ? 'terrain' : 'gps')
  return {
    ...length,
    walkingS: toStep(walkingTime(profile).swissS),
    walkingMethod: 'swiss' as const,
    ascentM: Math.round(climb.ascentM),
    descentM: Math.round(climb.descentM),
    climbUncertaintyM: Math.round(climb.uncertainty),
    climbMethod: climb.method,
    minEleM: Math.round(climb.minM),
    maxEleM: Math.round(climb.maxM),
  }
}

function toStep(seconds: number): number {
  return Math.max(TIME_STEP_S, Math.round(seconds / TIME_STEP_S) * TIME_STEP_S)
}
