import { CATALOGUE } from '../../contract/endpoints.ts'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { timeZoneOf } from '../../domain/catalogue/time-zone.ts'
import type { TrailEvidence } from '../../domain/review/evidence.ts'
import { profileOnTerrain } from '../../domain/geo/climb/terrain-climb.ts'
import { publicationFile, toGeoJsonText } from '../../domain/publication/publication-file.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { NO_TERRAIN, type TerrainModels } from '../terrain/terrain-models.ts'
import { publicationGate } from '../../domain/review/publication-gate.ts'
import { testRecord } from './test-record.ts'

/**
 * The bytes of the publication that a trail has just been given a number for. The climb comes from the
 * terrain model of its territory where there is one that knows all of the line.
 * @param evidence what the gate has just been decided on: gathered once for both
 */
export async function freezePublication(
  tx: StoreTransaction,
  territory: string,
  trail: TrailEntity,
  evidence: TrailEvidence,
  terrainModels: TerrainModels = NO_TERRAIN,
): Promise<Uint8Array> {
  const place = await tx.territories.get(territory)
  const { published, version } = trail.properties
  if (!place || !published) throw new Error('Nothing to publish here.')
  const { number, at } = published
  const terrain = terrainModels.of(place)
  const terrainProfile = terrain && (await profileOnTerrain(trail.geometry.coordinates, terrain))
  const file = publicationFile({
    trail,
    number,
    tested: testRecord(evidence, version, Date.parse(at), timeZoneOf(place)),
    gate: publicationGate(trail, evidence),
    heritage: await tx.catalogue.byTrail(territory, trail.id, 'heritage-point'),
    office: place.office.name,
    licence: place.licence,
    photoHref: CATALOGUE.photo,
    terrainProfile,
  })
  return new TextEncoder().encode(toGeoJsonText({ ...file }))
}
