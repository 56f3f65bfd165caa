import { existsSync } from 'node:fs'
import type { Territory } from '../../domain/catalogue/territory.ts'
import type { TerrainSource } from '../../domain/geo/climb/terrain-climb.ts'
import { programFile } from '../program-folder.ts'
import { openTerrarium } from './terrarium.ts'

/** The terrain models that a server has: local files only, nothing is asked of anybody. */
export interface TerrainModels {
  readonly of: (territory: Pick<Territory, 'demo'>) => TerrainSource | null
}

export const NO_TERRAIN: TerrainModels = { of: () => null }

/** The invented ground of the demonstration: for nothing else. */
const DEMO_TERRAIN = programFile('data/demo/terrain.pmtiles')

/** Opens what is set up. Throws `UnreadableTerrain` for a file that is no terrain model. */
export async function openTerrainModels(file: string | undefined): Promise<TerrainModels> {
  const own = file === undefined ? null : await openTerrarium(file)
  const demo = existsSync(DEMO_TERRAIN) ? await openTerrarium(DEMO_TERRAIN) : null
  return { of: (territory) => (territory.demo ? demo : own) }
}
