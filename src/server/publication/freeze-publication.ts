import { CATALOGUE } from '../../contract/endpoints.ts'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { publicationFile, toGeoJsonText } from '../../domain/publication/publication-file.ts'
import { readTrailFile } from '../review/trail-evidence.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { testRecord } from './test-record.ts'

/** The bytes of the publication that a trail has just been given a number for. */
export async function freezePublication(
  tx: StoreTransaction,
  territory: string,
  trail: TrailEntity,
): Promise<Uint8Array> {
  const place = await tx.territories.get(territory)
  const { published, version } = trail.properties
  if (!place || !published) throw new Error('Nothing to publish here.')
  const { number, at } = published
  const { evidence } = await readTrailFile(tx, territory, trail)
  const file = publicationFile({
    trail,
    number,
    tested: testRecord(evidence, version, Date.parse(at)),
    heritage: await tx.catalogue.byTrail(territory, trail.id, 'heritage-point'),
    office: place.office.name,
    licence: place.licence,
    photoHref: CATALOGUE.photo,
  })
  return new TextEncoder().encode(toGeoJsonText({ ...file }))
}
