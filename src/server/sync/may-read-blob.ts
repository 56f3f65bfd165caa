import { mayDo } from '../access/may-do.ts'
import type { Session } from '../access/session.ts'
import type { StoreTransaction } from '../storage/store.ts'

/**
 * A blob is readable when a record names it that the reader may see: one's own when none named it before, anything
 * for the office, and for everybody the photos of what is in the catalogue. Raw fixes never are others' to read, and
 * to know the name of somebody's blob gives nothing: a later record that names it does not open it.
 */
export async function mayReadBlob(
  tx: StoreTransaction,
  session: Session,
  sha256: string,
): Promise<boolean> {
  const { territory, account } = session
  if (mayDo(session, 'read-any-blob', { territory })) return true
  const names = await tx.blobs.namedBy(territory, sha256)
  const observations = await tx.observations.getMany(territory, names)
  // In the order in which they came.
  if (observations[0]?.account === account) return true
  for (const { observation } of observations) {
    const { kind } = observation.properties
    if (kind !== 'heritage-point' && kind !== 'trail-report') continue
    const answer = await tx.catalogue.get(territory, 'answer', observation.id)
    const into = answer?.properties.into
    const entity = into === undefined ? undefined : await tx.catalogue.find(territory, into)
    if (!entity || entity.properties.deleted || !('photos' in entity.properties)) continue
    if (entity.properties.photos.some((photo) => photo.sha256 === sha256)) return true
  }
  return false
}
