import { Problem } from '../../contract/problem.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { Session } from './session.ts'

/**
 * Refuses who was withdrawn or forgotten since their request began, and lets nobody be until the commit: for what
 * gives a way in that outlives the session. A request may take minutes to arrive.
 */
export async function requireStillIn(
  tx: StoreTransaction,
  { territory, account, device }: Pick<Session, 'territory' | 'account' | 'device'>,
): Promise<void> {
  await tx.feed.hold(territory)
  const row = await tx.people.getDevice(territory, device)
  if (row?.account !== account) throw new Problem('not-signed-in')
  if (row.revokedAt !== undefined) throw new Problem('device-revoked')
}
