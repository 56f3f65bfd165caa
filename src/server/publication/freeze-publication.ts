import { CATALOGUE } from '../../contract/endpoints.ts'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { publicationFile, toGeoJsonText } from '../../domain/publication/publication-file.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** The bytes of the publication that a trail has just been given a number for. */
export async function freezePublication(
  tx: StoreTransaction,
  territory: string,
  trail: TrailEntity,
): Promise<Uint8Array> {
  const place = await tx.territories.get(territory)
  const number = trail.properties.published?.number
  if (!place || number === undefined) throw new Error('Nothing to publish here.')
  const file = publicationFile({
    trail,
    number,
    heritage: await tx.catalogue.byTrail(territory, trail.id, 'heritage-point'),
    office: place.office.name,
    licence: place.licence,
    photoHref: CATALOGUE.photo,
  })
  return new TextEncoder().encode(toGeoJsonText({ ...file }))
}
