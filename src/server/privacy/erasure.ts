import { DAY_MS } from '../../domain/day.ts'
import type { PrivacyServices } from './privacy-services.ts'
import type { StoredObservation } from '../storage/records.ts'
import type { Erasure, StoreTransaction } from '../storage/store.ts'
import { redactVersions } from '../publication/redact-versions.ts'
import { redactRecord, traceObservations, trailsOfEntity } from './erased-records.ts'

/** What was sent while an erasure was being noted is looked for again this long. */
const LOOK_AGAIN_MS = 2 * DAY_MS
/** Each may be as long as a push: so many lie in memory at once. */
const PAGE = 20
/** Blobs that a text names, whether or not the text can be read as a record. */
const BLOB_NAME = /"sha256"\s*:\s*"([0-9a-f]{64})"/g

type Work = Pick<PrivacyServices, 'store' | 'blobs' | 'photos' | 'nowMs' | 'events' | 'log'>

/**
 * Carries out what was noted: those that a stop of the server left half done, and once more those of the
 * last days. Every step may be done again, so that it does not matter where the former run ended.
 */
export async function finishErasures(services: Work): Promise<number> {
  const { store, nowMs } = services
  const since = new Date(nowMs() - LOOK_AGAIN_MS).toISOString()
  let finished = 0
  for (const { id: territory } of await store.read((tx) => tx.territories.list())) {
    for (const erasure of await store.read((tx) => tx.erasures.open(territory, since))) {
      await carryOut(services, territory, erasure)
      finished++
    }
  }
  return finished
}

/** As `finishErasures`, for whoever must not fail with it: what is left is done later. */
export async function finishErasuresQuietly(services: Work): Promise<void> {
  try {
    await finishErasures(services)
  } catch (error) {
    services.log.error({ err: error }, 'an erasure is not finished: it is tried again')
  }
}

async function carryOut(services: Work, territory: string, erasure: Erasure): Promise<void> {
  const { store, events, nowMs } = services
  const { kind, subject } = erasure
  const mine =
    kind === 'person'
      ? await observationsOfPerson(services, territory, subject)
      : await observationsOfPoint(services, territory, subject)
  if (kind === 'person') await eraseKept(services, territory, subject)
  else await redactPoint(services, territory, subject)
  const names = await store.read((tx) => tx.blobs.namedIn(territory, [...mine]))
  const alone = await namedByNobodyElse(services, territory, names, mine)
  const traces = await traceObservations(store, territory, mine)
  for (const id of mine) {
    const record = { territory, id, traces, photos: alone, atMs: nowMs() }
    await store.transaction((tx) => redactRecord(tx, record))
  }
  for (const sha256 of alone) await eraseBlob(services, territory, sha256)
  await store.transaction(async (tx) => {
    // Else what another person named as well would never be named by that person alone.
    await tx.blobs.unname(territory, [...mine])
    await tx.erasures.finish(territory, erasure.id, new Date(nowMs()).toISOString())
  })
  events.moved(territory)
}

async function observationsOfPerson(
  { store }: Work,
  territory: string,
  account: string,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (let after = 0; ;) {
    const page: readonly StoredObservation[] = await store.read((tx) =>
      tx.observations.query(territory, { account, after, limit: PAGE }),
    )
    for (const { observation } of page) ids.add(observation.id)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return ids
    after = last.seq
  }
}

async function observationsOfPoint(
  { store }: Work,
  territory: string,
  id: string,
): Promise<ReadonlySet<string>> {
  const entity = await store.read((tx) => tx.catalogue.find(territory, id))
  return new Set(
    entity && 'observations' in entity.properties ? entity.properties.observations : [],
  )
}

/** The point goes from every frozen version, whoever saw it. */
async function redactPoint({ store, nowMs }: Work, territory: string, id: string): Promise<void> {
  const at = new Date(nowMs()).toISOString()
  await store.transaction(async (tx) => {
    const entity = await tx.catalogue.find(territory, id)
    if (!entity) return
    const points = new Set([id])
    const redaction = { points, texts: new Map(), photos: new Set<string>(), on: at.slice(0, 10) }
    await redactVersions(tx, territory, trailsOfEntity(entity), redaction, at)
  })
}

/** What was refused, and what still waited for a photo: nobody relies on it, it goes with its files. */
async function eraseKept(services: Work, territory: string, account: string): Promise<void> {
  const { store } = services
  for (;;) {
    const { kept, waiting, devices } = await store.read(async (tx) => ({
      kept: await tx.quarantine.list(territory, { account, limit: PAGE }),
      waiting: await tx.pendingRecords.of(territory, account, { limit: PAGE }),
      devices: (await tx.people.listDevices(territory))
        .filter((device) => device.account === account)
        .map(({ id }) => id),
    }))
    if (kept.length + waiting.length === 0) return
    const names = [...kept, ...waiting].flatMap(({ json }) =>
      [...json.matchAll(BLOB_NAME)].map((found) => found[1]!),
    )
    for (const sha256 of new Set(names)) {
      const isTheirs = await store.read((tx) => cameFrom(tx, territory, sha256, devices))
      if (isTheirs) await eraseBlob(services, territory, sha256)
    }
    await store.transaction(async (tx) => {
      await tx.quarantine.remove(
        territory,
        kept.map(({ id }) => id),
      )
      const records = waiting.map(({ observation, hash }) => ({ id: observation.id, hash }))
      await tx.pendingRecords.remove(territory, records)
    })
  }
}

/** A name alone proves nothing: whoever knows the hash of another person's photo may have written it. */
async function cameFrom(
  tx: StoreTransaction,
  territory: string,
  sha256: string,
  devices: readonly string[],
): Promise<boolean> {
  const row = await tx.blobs.get(territory, sha256)
  if (row && !devices.includes(row.device)) return false
  if ((await tx.blobs.namedBy(territory, sha256)).length > 0) return false
  const waiting = await tx.pendingRecords.naming(territory, [sha256])
  return waiting.every(({ device }) => devices.includes(device))
}

/** One photo may be named by two people: it goes when the last of them goes. */
async function namedByNobodyElse(
  { store }: Work,
  territory: string,
  names: readonly string[],
  mine: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const alone = new Set<string>()
  for (const sha256 of names) {
    const others = await store.read(async (tx) => {
      const named = await tx.blobs.namedBy(territory, sha256)
      const waiting = await tx.pendingRecords.naming(territory, [sha256])
      return [...named, ...waiting.map(({ observation }) => observation.id)]
    })
    if (others.every((id) => mine.has(id))) alone.add(sha256)
  }
  return alone
}

/**
 * Bytes, and what was derived from them. The note first: what is noted is given to nobody and taken from
 * nobody; a file that outlives its note is found by `sweepBlobs`.
 */
export async function eraseBlob(
  { store, blobs, photos, nowMs }: Pick<Work, 'store' | 'blobs' | 'photos' | 'nowMs'>,
  territory: string,
  sha256: string,
): Promise<void> {
  const erasedAt = new Date(nowMs()).toISOString()
  await store.transaction(async (tx) => {
    const row = await tx.blobs.get(territory, sha256)
    if (row && row.erasedAt === undefined) await tx.blobs.put(territory, [{ ...row, erasedAt }])
  })
  await photos.forget(territory, sha256)
  await blobs.remove(territory, sha256)
}
