import { DAY_MS } from '../../domain/day.ts'
import type { Services } from '../services.ts'
import { FORGOTTEN } from './forgotten.ts'
import { eraseBlob, finishErasuresQuietly } from './erasure.ts'
import type { Session } from './session.ts'

/** Raw fixes and voices are needed until the office has decided, and a little longer to answer questions. */
export const KEPT_DAYS = 90

/** All that the server keeps about a person, as it was sent. Blobs by name: each can be fetched. */
export async function exportOwnData({ store }: Services, session: Session) {
  const { territory, account } = session
  return store.read(async (tx) => {
    const [person] = await tx.people.getAccounts(territory, [account])
    const devices = await tx.people.listDevices(territory)
    const observations = await tx.observations.query(territory, { account })
    const kept = await tx.quarantine.list(territory, { account, limit: 10_000 })
    const waiting = await tx.waiting.of(territory, account)
    const keys = await tx.keys.listPasskeys(territory, account)
    const code = await tx.keys.recoveryCodeOf(territory, account)
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
      waiting: waiting.map(({ observation, receivedAt }) => ({ receivedAt, observation })),
      keys: keys.map(({ name, createdAt, lastUsedAt }) => ({ name, createdAt, lastUsedAt })),
      ...(code ? { recoveryCode: { createdAt: code.createdAt, usedAt: code.usedAt } } : {}),
      keptAside: kept.map(({ code, receivedAt, json }) => ({ code, receivedAt, json })),
    }
  })
}

/**
 * Forgets a person (docs/sync.md, S18): the name, the association and every session at once; then, step by
 * step, raw fixes, photos, voices, free texts, the ends of walks, and whatever was kept aside or waited. Facts about
 * trails and heritage stay, as nobody's in particular: others rely on them. What is to be erased is written
 * down first, so that a server that stops in between goes on when it starts again.
 */
export async function eraseOwnData(services: Services, session: Session): Promise<void> {
  const { store, newId, nowMs } = services
  const { territory, account } = session
  const notedAt = new Date(nowMs()).toISOString()
  const by = { id: newId(), at: notedAt, actor: account, subject: account }
  const erasure = { id: newId(), kind: 'person', subject: account, notedAt } as const
  await store.transaction(async (tx) => {
    // What is being taken in is either there to be found, or finds that its author is forgotten.
    await tx.feed.hold(territory)
    await tx.erasures.note(territory, erasure)
    const [person] = await tx.people.getAccounts(territory, [account])
    if (person) {
      const { id, role, createdAt } = person
      await tx.people.putAccount(territory, { id, role, createdAt, pseudonym: FORGOTTEN })
    }
    for (const device of await tx.people.listDevices(territory)) {
      if (device.account !== account || device.revokedAt !== undefined) continue
      await tx.people.putDevice(territory, { ...device, revokedAt: notedAt })
    }
    await tx.people.removeSessionsOf(territory, account)
    const keys = await tx.keys.listPasskeys(territory, account)
    await tx.keys.removePasskeys(
      territory,
      keys.map(({ id }) => id),
    )
    await tx.keys.removeRecoveryCode(territory, account)
    await tx.audit.add(territory, { ...by, action: 'erased', details: {} })
  })
  await finishErasuresQuietly(services)
}

/** Erases the raw fixes of walks, and the voices, that were answered long enough ago. Gives how many. */
export async function eraseAnswered(services: Services): Promise<number> {
  const { store, nowMs } = services
  const before = new Date(nowMs() - KEPT_DAYS * DAY_MS).toISOString()
  let erased = 0
  for (const { id } of await store.read((tx) => tx.territories.list())) {
    const names = await store.read(async (tx) => [
      ...(await tx.blobs.fixesAnsweredBefore(id, before)),
      ...(await tx.blobs.voicesAnsweredBefore(id, before)),
    ])
    for (const sha256 of names) await eraseBlob(services, id, sha256)
    erased += names.length
  }
  return erased
}
