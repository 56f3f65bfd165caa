import { Problem } from '../../contract/problem.ts'
import type { AccountRow } from '../storage/people-rows.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { hashOfSecret } from './secrets.ts'
import { expiryAt } from './session.ts'

export interface Opening {
  readonly territory: string
  readonly account: string
  readonly device: string
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
 * devices go on.
 */
export async function openSession(
  tx: StoreTransaction,
  { territory, account, device, token, atMs, byInvitation }: Opening,
): Promise<void> {
  const at = new Date(atMs).toISOString()
  const known = await tx.people.getDevice(territory, device)
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
}
