import { DAY_MS } from '../../domain/day.ts'
import type { PrivacyServices } from './privacy-services.ts'
import { ERASED_NAME } from '../access/erased-accounts.ts'
import { eraseBlob, finishErasuresQuietly } from './erasure.ts'
import type { NewObservation, QuarantinedRecord, StoredObservation } from '../storage/records.ts'
import type { Session } from '../access/session.ts'

/** Raw fixes and voices are needed until the office has decided, and a little longer to answer questions. */
export const KEPT_DAYS = 90

/** Each may be as long as a push: so many lie in memory at once. */
const PAGE = 20

/**
 * All that the server keeps about a person, as it was sent: the text of one JSON object, piece by piece, since
 * it may be longer than fits in memory. Blobs by name: each can be fetched.
 */
export async function* exportOwnData(
  { store }: Pick<PrivacyServices, 'store'>,
  session: Session,
): AsyncGenerator<string> {
  const { territory, account } = session
  const who = await store.read(async (tx) => {
    const [person] = await tx.people.getAccounts(territory, [account])
    const devices = await tx.people.listDevices(territory)
    const keys = await tx.keys.listPasskeys(territory, account)
    const code = await tx.keys.recoveryCodeOf(territory, account)
    return {
      jalon: 'own-data',
      territory,
      person,
      devices: devices.filter((device) => device.account === account),
      keys: keys.map(({ name, createdAt, lastUsedAt }) => ({ name, createdAt, lastUsedAt })),
      ...(code ? { recoveryCode: { createdAt: code.createdAt, usedAt: code.usedAt } } : {}),
    }
  })
  yield JSON.stringify(who).slice(0, -1)
  yield* list(
    'observations',
    async (last: StoredObservation | undefined) => {
      const after = last?.seq ?? 0
      const page = { account, after, limit: PAGE }
      return store.ask((tx) => tx.observations.query(territory, page))
    },
    ({ observation, receivedAt, seq }) => ({ receivedAt, seq, observation }),
  )
  yield* list(
    'waiting',
    async (last: NewObservation | undefined) => {
      const after = last && { id: last.observation.id, hash: last.hash }
      return store.ask((tx) => tx.pendingRecords.of(territory, account, { limit: PAGE, after }))
    },
    ({ receivedAt, observation }) => ({ receivedAt, observation }),
  )
  yield* list(
    'keptAside',
    async (last: QuarantinedRecord | undefined) => {
      const page = { account, limit: PAGE, ...(last ? { before: last.id } : {}) }
      return store.ask((tx) => tx.quarantine.list(territory, page))
    },
    ({ code, receivedAt, json }) => ({ code, receivedAt, json }),
  )
  yield '}'
}

/** One member of the object: everything that the pages hold, one thing after another. */
async function* list<T>(
  name: string,
  read: (last: T | undefined) => Promise<readonly T[]>,
  shown: (one: T) => object,
): AsyncGenerator<string> {
  yield `,"${name}":[`
  let last: T | undefined
  for (let separator = ''; ; separator = ',') {
    const page = await read(last)
    if (page.length > 0) yield separator + page.map((one) => JSON.stringify(shown(one))).join(',')
    last = page.at(-1)
    if (page.length < PAGE) break
  }
  yield ']'
}

/**
 * Forgets a person (docs/sync.md, S18): the name, the association and every session at once; then, step by
 * step, raw fixes, photos, voices, free texts, the ends of walks, and whatever was kept aside or waited. Facts about
 * trails and heritage stay, as nobody's in particular: others rely on them. What is to be erased is written
 * down first, so that a server that stops in between goes on when it starts again.
 */
export async function eraseOwnData(services: PrivacyServices, session: Session): Promise<void> {
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
      await tx.people.putAccount(territory, { id, role, createdAt, pseudonym: ERASED_NAME })
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
export async function eraseAnswered(services: PrivacyServices): Promise<number> {
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
