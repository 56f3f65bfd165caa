import { Problem } from '../../contract/problem.ts'
import type { AccountRow } from '../storage/people-rows.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { erasedAmong } from './erased-accounts.ts'
import { hashOfSecret } from './secrets.ts'
import { expiryAt } from './session.ts'

export interface Opening {
  readonly territory: string
  readonly account: string
  /** What the browser says that it is: others may know it too. */
  readonly device: string
  /** What it is called instead when that is somebody else's. */
  readonly otherDevice: string
  /** It came with an old session of that device. */
  readonly isProven: boolean
  /** The new session's secret: never one that was presented. */
  readonly token: string
  readonly atMs: number
  /** An invitation gives a withdrawn device back; a key or a code does not. */
  readonly byInvitation: boolean
}

export interface Opened {
  readonly token: string
  readonly account: AccountRow
  readonly territory: string
  readonly device: string
}

/**
 * Signs a device in, in the transaction that proved whose it is. All former sessions of the device end:
 * left there, one that was withdrawn would open again with the new one. Those of the person's other
 * devices go on. A device's id is never taken from the outside: who names that of another account, without an old
 * session to prove it, gets a new one, and nobody is signed out.
 * @returns the device that was signed in
 */
export async function openSession(
  tx: StoreTransaction,
  { territory, account, device: named, otherDevice, isProven, token, atMs, byInvitation }: Opening,
): Promise<string> {
  const at = new Date(atMs).toISOString()
  const owned = await tx.people.getDevice(territory, named)
  const isAnothers =
    owned !== undefined &&
    owned.account !== account &&
    !isProven &&
    // Of who was forgotten nothing is left that could be taken.
    (await erasedAmong(tx, territory, [owned.account])).size === 0
  const device = isAnothers ? otherDevice : named
  const known = isAnothers ? undefined : owned
  if (known?.revokedAt !== undefined && known.account === account && !byInvitation) {
    throw new Problem('device-revoked')
  }
  await tx.people.putDevice(territory, {
    id: device,
    account,
    createdAt: known?.createdAt ?? at,
    lastSeenAt: at,
  })
  await tx.people.removeSessionsOn(territory, device)
  await tx.people.putSession({
    tokenHash: hashOfSecret(token),
    territory,
    account,
    device,
    createdAt: at,
    expiresAt: expiryAt(atMs),
  })
  return device
}
