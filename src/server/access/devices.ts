import type { DeviceRow } from '../../contract/access.ts'
import type { AccessServices } from './access-services.ts'
import { withdrawKeys } from './passkeys.ts'
import type { Session } from './session.ts'

/** Every phone and browser of a territory, with whose it is. */
export async function listDevices(
  { store }: AccessServices,
  territory: string,
): Promise<readonly DeviceRow[]> {
  return store.read(async ({ people }) => {
    const devices = await people.listDevices(territory)
    const ids = [...new Set(devices.map((device) => device.account))]
    const accounts = new Map((await people.getAccounts(territory, ids)).map((one) => [one.id, one]))
    return devices.flatMap(({ id, account, createdAt, lastSeenAt, revokedAt }) => {
      const owner = accounts.get(account)
      if (!owner) return []
      const { pseudonym, role, association } = owner
      return {
        id,
        pseudonym,
        role,
        createdAt,
        ...(association === undefined ? {} : { association }),
        ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
        ...(revokedAt === undefined ? {} : { revokedAt }),
      }
    })
  })
}

/** Withdraws one device's access with the keys made on it, and no other's. What it still brings is kept aside. */
export async function revokeDevice(
  { store, newId, nowMs }: AccessServices,
  { territory, account }: Session,
  device: string,
): Promise<void> {
  const at = new Date(nowMs()).toISOString()
  const noted = { id: newId(), at, actor: account, action: 'revoked' as const, subject: device }
  await store.transaction(async (tx) => {
    await tx.feed.hold(territory)
    const row = await tx.people.getDevice(territory, device)
    if (!row || row.revokedAt !== undefined) return
    await tx.people.putDevice(territory, { ...row, revokedAt: at })
    const keys = await withdrawKeys(tx, territory, { account: row.account, device })
    await tx.audit.add(territory, { ...noted, details: keys > 0 ? { keys } : {} })
  })
}
