import { DAY_MS } from '../../domain/day.ts'
import type { PrivacyServices } from './privacy-services.ts'
import type { StoredBlob } from '../storage/blobs/blobs.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** An upload that nobody went on with for so long is begun again, if ever. */
export const ABANDONED_DAYS = 14

/**
 * Takes away what no record will ever lead to: uploads that were left unfinished, whole blobs that no record
 * names nor waits for, and files that outlived their erasure. Gives how many. Never what was used lately.
 */
export async function sweepBlobs(
  services: Pick<PrivacyServices, 'store' | 'blobs' | 'nowMs'>,
): Promise<number> {
  const { store, blobs, nowMs } = services
  const territories = await store.read((tx) => tx.territories.list())
  const ours = new Set(territories.map(({ id }) => id))
  const sinceMs = nowMs() - ABANDONED_DAYS * DAY_MS
  let swept = 0
  for await (const kept of blobs.list()) {
    if (!ours.has(kept.territory)) continue
    const { territory, sha256 } = kept
    const fate = await store.read((tx) => fateOf(tx, kept))
    if (fate === 'erased') {
      await blobs.remove(territory, sha256)
      swept++
    } else if (fate === 'unnamed' && (await blobs.removeUnused(kept, sinceMs))) {
      swept++
    }
  }
  return swept
}

async function fateOf(
  tx: StoreTransaction,
  { territory, sha256, whole }: StoredBlob,
): Promise<'kept' | 'unnamed' | 'erased'> {
  const row = await tx.blobs.get(territory, sha256)
  if (row?.erasedAt !== undefined) return 'erased'
  // Whoever waits for a blob will send it again from the start, if its part is so old.
  if (!whole) return 'unnamed'
  if (row) return 'kept'
  return (await tx.pendingRecords.naming(territory, [sha256])).length > 0 ? 'kept' : 'unnamed'
}
