import type { Services } from '../services.ts'
import type { Session } from './session.ts'

/** Raw fixes are needed until the office has decided, and a little longer to answer questions. */
export const FIXES_KEPT_DAYS = 90
const DAY_MS = 86_400_000
/** What stands where a name was. */
export const FORGOTTEN = '–'

/** All that the server keeps about a person, as it was sent. Blobs by name: each can be fetched. */
export async function exportOwnData({ store }: Services, session: Session) {
  const { territory, account } = session
  return store.read(async (tx) => {
    const [person] = await tx.people.getAccounts(territory, [account])
    const devices = await tx.people.listDevices(territory)
    const observations = await tx.observations.query(territory, { account })
    const kept = await tx.quarantine.list(territory, { account, limit: 10_000 })
    return {
      jalon: 'own-data',
      territory,
      person,
      devices: devices.filter((device) => device.account === account),
      observations: observations.map(({ observation, receivedAt, seq }) => ({
        receivedAt,
        seq,
        observation,
      })),
      keptAside: kept.map(({ code, receivedAt, json }) => ({ code, receivedAt, json })),
    }
  })
}

/**
 * Forgets a person: the name, the association, every session, and the raw fixes of every walk. What was
 * observed of trails and heritage stays, as nobody's in particular: others rely on it.
 */
export async function eraseOwnData(services: Services, session: Session): Promise<void> {
  const { store, newId, nowMs } = services
  const { territory, account } = session
  const at = new Date(nowMs()).toISOString()
  const noted = { id: newId(), at, actor: account, action: 'erased', subject: account, details: {} }
  const fixes = await store.transaction(async (tx) => {
    const [person] = await tx.people.getAccounts(territory, [account])
    if (person) {
      const { id, role, createdAt } = person
      await tx.people.putAccount(territory, { id, role, createdAt, pseudonym: FORGOTTEN })
    }
    for (const device of await tx.people.listDevices(territory)) {
      if (device.account !== account || device.revokedAt !== undefined) continue
      await tx.people.putDevice(territory, { ...device, revokedAt: at })
    }
    await tx.people.removeSessionsOf(territory, account)
    await tx.audit.add(territory, noted)
    return tx.blobs.fixesOf(territory, account)
  })
  await eraseBlobs(services, territory, fixes)
}

/** Erases the raw fixes of walks that were answered long enough ago. Gives how many. */
export async function eraseOldFixes(services: Services): Promise<number> {
  const { store, nowMs } = services
  const before = new Date(nowMs() - FIXES_KEPT_DAYS * DAY_MS).toISOString()
  let erased = 0
  for (const { id } of await store.read((tx) => tx.territories.list())) {
    const names = await store.read((tx) => tx.blobs.fixesAnsweredBefore(id, before))
    await eraseBlobs(services, id, names)
    erased += names.length
  }
  return erased
}

/** The note first: a file without a note is found again by nobody, a note without a file lies. */
async function eraseBlobs(
  { store, blobs, nowMs }: Services,
  territory: string,
  names: readonly string[],
): Promise<void> {
  const erasedAt = new Date(nowMs()).toISOString()
  for (const sha256 of names) {
    await store.transaction(async (tx) => {
      const row = await tx.blobs.get(territory, sha256)
      if (row) await tx.blobs.put(territory, { ...row, erasedAt })
    })
    await blobs.remove(territory, sha256)
  }
}
