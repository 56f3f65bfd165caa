import type { StoreTransaction } from '../storage/store.ts'

/** Tombstone: what stands where the name of an erased account was. */
export const ERASED_NAME = '–'

/**
 * Which of these accounts were erased at their owner's request. Read it while the feed of the territory is held
 * (`feed.hold`), until the commit: then the answer cannot be out of date.
 */
export async function erasedAmong(
  tx: StoreTransaction,
  territory: string,
  accounts: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const people = await tx.people.getAccounts(territory, [...new Set(accounts)])
  return new Set(people.flatMap(({ id, pseudonym }) => (pseudonym === ERASED_NAME ? [id] : [])))
}
