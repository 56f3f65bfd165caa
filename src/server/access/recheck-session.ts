import { Problem } from '../../contract/problem.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { Session } from './session.ts'

/**
 * Authorisation re-check inside the transaction (no time-of-check to time-of-use gap): refuses whoever was revoked or
 * erased since their request began, and lets nobody be until the commit. For what gives a way in that outlives the
 * session: a request may take minutes to arrive.
 */
export async function recheckSession(
  tx: StoreTransaction,
  { territory, account, device }: Pick<Session, 'territory' | 'account' | 'device'>,
): Promise<void> {
  await tx.feed.hold(territory)
  const row = await tx.people.getDevice(territory, device)
  if (row?.account !== account) throw new Problem('not-signed-in')
  if (row.revokedAt !== undefined) throw new Problem('device-revoked')
}
