import { homedir } from 'node:os'
import { join } from 'node:path'
import type { TerrainSource } from '../domain/geo/climb/terrain-climb.ts'
import { AltimetryUnavailable, ignAltimetry } from '../server/terrain/ign-altimetry.ts'
import { openTerrarium } from '../server/terrain/terrarium.ts'
import { UnusableInput, type FilesContext } from './on-files.ts'

/** The word that asks the altimetry service instead of a file. */
const IGN = 'ign'

/** What `--dem` names: the altimetry service of IGN, or a local archive of terrarium tiles. */
export async function openTerrain({ t }: FilesContext, dem: string): Promise<TerrainSource> {
  if (dem === IGN) return saying(ignAltimetry({ cacheDir: cacheDir(), ...serviceUrl() }), t)
  try {
    return await openTerrarium(dem)
  } catch {
    throw new UnusableInput(`${dem}: ${t('climb.bad-terrain')}`)
  }
}

/** A service that does not answer is told in one sentence. */
function saying(terrain: TerrainSource, t: FilesContext['t']): TerrainSource {
  return async (positions) => {
    try {
      return await terrain(positions)
    } catch (error) {
      if (!(error instanceof AltimetryUnavailable)) throw error
      throw new UnusableInput(t('climb.no-service', { reason: error.reason }))
    }
  }
}

/** Another address of the same service: a mirror, or a stand-in for tests. */
function serviceUrl(): { url?: string } {
  const url = process.env['JALON_ALTIMETRY_URL']
  return url ? { url } : {}
}

function cacheDir(): string {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  return join(caches, 'jalon', 'altimetry')
}
