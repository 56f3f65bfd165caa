import type { StoreTransaction } from '../storage/store.ts'

/** What stands where a name was. */
export const FORGOTTEN = '–'

/**
 * Which of these people asked to be forgotten. Who holds the feed of the territory before asking, and until
 * the commit, cannot be told too late.
 */
export async function forgottenOf(
  tx: StoreTransaction,
  territory: string,
  accounts: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const people = await tx.people.getAccounts(territory, [...new Set(accounts)])
  return new Set(people.flatMap(({ id, pseudonym }) => (pseudonym === FORGOTTEN ? [id] : [])))
}
