import { Problem } from '../../contract/problem.ts'
import { BLOB_LIMIT_BYTES } from '../../contract/protocol.ts'
import type { Blobs } from '../storage/blobs/blobs.ts'
import type { BlobRow, Store } from '../storage/store.ts'
import { contentOf } from '../storage/blobs/blob-content.ts'

interface BlobServices {
  readonly store: Store
  readonly blobs: Blobs
  readonly nowMs: () => number
}

export interface BlobPiece {
  readonly territory: string
  readonly sha256: string
  readonly offset: number
  /** Size of the whole blob; `null`: it ends where this piece ends. */
  readonly length: number | null
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** One piece of a blob (rules S10 to S12). Complete: its bytes are on disk and its hash is right. */
export async function receiveBlobPiece(
  services: BlobServices,
  { territory, sha256, offset, length, bytes }: BlobPiece,
): Promise<{ offset: number; complete: boolean }> {
  const limit = BLOB_LIMIT_BYTES
  const tooLarge = () => new Problem('too-large', { params: { limit } })
  if (length !== null && length > limit) throw tooLarge()
  const row = await services.store.ask((tx) => tx.blobs.get(territory, sha256))
  // Erased on purpose: it was here once, which is all that its record needs; it must not come back.
  if (row?.erasedAt !== undefined) return { offset: length ?? offset, complete: true }
  const outcome = await services.blobs.append(territory, sha256, { offset, bytes, length, limit })
  if (!outcome.ok) {
    if (outcome.why === 'offset') {
      throw new Problem('blob-offset', { params: { offset: outcome.offset } })
    }
    throw outcome.why === 'hash' ? new Problem('wrong-hash') : tooLarge()
  }
  if (outcome.complete && row?.damagedAt !== undefined) {
    const { damagedAt: _, ...healed } = row
    await services.store.transaction((tx) => tx.blobs.put(territory, [healed]))
  }
  return { offset: outcome.offset, complete: outcome.complete }
}

/** As many as have a thread to wait in. */
const FILES_AT_ONCE = 4

/**
 * Blobs whose file is whole but which the store does not know yet, with what their bytes are.
 * @param wanted their names, each with the device that brings it
 */
export async function newlyStored(
  services: Pick<BlobServices, 'blobs' | 'nowMs'>,
  territory: string,
  wanted: ReadonlyMap<string, string>,
): Promise<readonly BlobRow[]> {
  const rows: BlobRow[] = []
  const left = [...wanted]
  const lookOn = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [sha256, device] = next
      const storedAt = new Date(services.nowMs()).toISOString()
      const row = await services.blobs.withFile(territory, sha256, async (file) => ({
        ...{ sha256, storedAt, device },
        ...(await contentOf(file)),
      }))
      if (row) rows.push(row)
    }
  }
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, lookOn))
  return rows
}

/** Notes blobs that were put beside the protocol, as those of the demonstration. */
export async function registerStoredBlobs(
  services: BlobServices,
  by: { readonly territory: string; readonly device: string },
  names: readonly string[],
): Promise<void> {
  const { territory } = by
  const known = await services.store.read((tx) => tx.blobs.present(territory, names))
  const unknown = names.filter((sha256) => !known.has(sha256))
  const wanted = new Map(unknown.map((sha256) => [sha256, by.device]))
  const rows = await newlyStored(services, territory, wanted)
  await services.store.transaction((tx) => tx.blobs.put(territory, rows))
}
