import type { Store } from '../store.ts'

/** Tombstone check: whether a blob was stored and then erased, as raw fixes are some time after the decision. */
export async function isErased(
  store: Pick<Store, 'ask'>,
  territory: string,
  sha256: string,
): Promise<boolean> {
  const row = await store.ask((tx) => tx.blobs.get(territory, sha256))
  return row?.erasedAt !== undefined
}
