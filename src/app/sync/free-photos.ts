import type { InfoAnswer } from '../../contract/protocol.ts'
import { blobsOfDraft } from '../storage/draft-blobs.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import type { OutboxItem } from '../storage/rows.ts'

/**
 * Eviction of blobs. Photos that the server has in a backup make room on the phone; their small pictures stay. Nothing goes
 * that a record not yet safe, or a draft, still names, nor a photo without a small picture.
 * @param territory the one whose server this is: numbers of another say nothing here
 */
export async function freePhotos(
  { outbox, drafts, blobs, thumbs }: Pick<PhoneStorage, 'outbox' | 'drafts' | 'blobs' | 'thumbs'>,
  { server, epoch, territories }: Pick<InfoAnswer, 'server' | 'epoch' | 'territories'>,
  territory: string,
): Promise<number> {
  const safeSeq = territories.find(({ id }) => id === territory)?.safeSeq
  if (safeSeq === undefined) return 0
  const isSafe = ({ state, receipt, territory: where }: OutboxItem): boolean =>
    state === 'received' &&
    where === territory &&
    receipt?.server === server &&
    receipt.epoch === epoch &&
    receipt.seq <= safeSeq
  const items = await outbox.all()
  const needed = new Set(
    [
      ...items.filter((item) => !isSafe(item)).flatMap((item) => item.blobs),
      ...(await drafts.all()).flatMap(blobsOfDraft),
    ].map(({ sha256 }) => sha256),
  )
  const safe = items.filter(isSafe).flatMap((item) => item.blobs)
  let freed = 0
  for (const { sha256, mediaType } of safe) {
    if (needed.has(sha256) || !mediaType.startsWith('image/')) continue
    if (!(await thumbs.get(sha256)) || !(await blobs.get(sha256))) continue
    await blobs.remove(sha256)
    freed += 1
  }
  return freed
}
