import type { Position } from 'geojson'
import { measureLine, positionAt } from '../chainage.ts'
import { climbOfProfile, type Climb } from './climb.ts'
import type { ElevationProfile } from './elevation-profile.ts'

/**
 * Altitudes above the sea of positions, in their order, from a terrain model; null where the model
 * has none. Adapters (a local tile archive, an altimetry service) are injected.
 */
export type TerrainSource = (positions: readonly Position[]) => Promise<readonly (number | null)[]>

/** Spacing at which a line is draped on a terrain model. */
const DRAPE_M = 25

/** The climb of a line from a terrain model; null when the model does not know all of its ground. */
export async function climbOnTerrain(
  line: readonly Position[],
  terrain: TerrainSource,
): Promise<Climb | null> {
  const profile = await profileOnTerrain(line, terrain)
  return profile && climbOfProfile(profile, 'terrain')
}

/** The ground under a line, every 25 m; null when the model does not know all of it. */
export async function profileOnTerrain(
  line: readonly Position[],
  terrain: TerrainSource,
): Promise<ElevationProfile | null> {
  if (line.length < 2) return null
  const measured = measureLine(line)
  const { lengthM } = measured.path
  const count = Math.max(1, Math.round(lengthM / DRAPE_M))
  const chainageM = Array.from({ length: count + 1 }, (_, k) => (lengthM * k) / count)
  const altitudes = await terrain(chainageM.map((m) => positionAt(measured, m).slice(0, 2)))
  const eleM = altitudes.filter((z) => z !== null)
  return eleM.length === chainageM.length ? { chainageM, eleM } : null
}
