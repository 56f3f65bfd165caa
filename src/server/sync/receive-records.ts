import type { PushOutcome } from '../../contract/protocol.ts'
import type { RecordRefusal } from '../../contract/record-refusal.ts'
import { blobsOf } from '../../domain/observation/observation.ts'
import type { Session } from '../access/session.ts'
import type { Services } from '../services.ts'
import type { NewObservation } from '../storage/records.ts'
import type { BlobRow, StoreTransaction } from '../storage/store.ts'
import { examineRecord, type ExaminedRecord } from './examine-record.ts'
import { newlyStored } from './receive-blob.ts'

type Readable = ExaminedRecord & { verdict: { ok: true } }

/**
 * Takes a batch in: every record gets its own outcome, in the order sent (rules S3 to S9). Returns after
 * the commit. Records whose blobs are missing wait; what cannot be taken is kept in quarantine.
 */
export async function receiveRecords(
  services: Services,
  session: Pick<Session, 'territory' | 'account' | 'device' | 'revoked'>,
  raws: readonly unknown[],
): Promise<readonly PushOutcome[]> {
  const { territory, account, device, revoked } = session
  const receivedAt = new Date(services.nowMs()).toISOString()
  const by = { territory, account, device, revoked, receivedAt }
  const records = raws.map((raw) => examineRecord(raw, by))
  const arrived = await describeUnknown(services, territory, records)
  const outcomes = await services.store.transaction((tx) =>
    takeIn(tx, services, territory, records, arrived),
  )
  tellTheOthers(services, territory, outcomes)
  return outcomes
}

/** The records that waited for a blob, now that its file is whole (rule S6). */
export async function receiveWaiting(
  services: Services,
  territory: string,
  sha256: string,
): Promise<void> {
  const waiting = (tx: StoreTransaction) => tx.waiting.naming(territory, sha256)
  const found = await services.store.transaction(async (tx) => {
    // A push that has just looked for this file in vain holds the feed until its record waits.
    await tx.feed.hold(territory)
    return waiting(tx)
  })
  if (found.length === 0) return
  const arrived = await describeUnknown(services, territory, found.map(toExamined))
  const outcomes = await services.store.transaction(async (tx) => {
    await tx.feed.hold(territory)
    const records = (await waiting(tx)).map(toExamined)
    return takeIn(tx, services, territory, records, arrived)
  })
  tellTheOthers(services, territory, outcomes)
}

/** Looks at the files of blobs that records name and the store does not know, outside any transaction. */
async function describeUnknown(
  services: Services,
  territory: string,
  records: readonly ExaminedRecord[],
): Promise<readonly BlobRow[]> {
  const names = namesIn(records)
  if (names.length === 0) return []
  const known = await services.store.read((tx) => tx.blobs.present(territory, names))
  const unknown = names.filter((sha256) => !known.has(sha256))
  return newlyStored(services, { territory, device: records[0]!.device }, unknown)
}

async function takeIn(
  tx: StoreTransaction,
  services: Pick<Services, 'newId' | 'blobs' | 'nowMs'>,
  territory: string,
  records: readonly ExaminedRecord[],
  arrived: readonly BlobRow[],
): Promise<PushOutcome[]> {
  const { newId } = services
  for (const row of arrived) await tx.blobs.put(territory, row)
  const present = await presentBlobs(tx, services, territory, records)
  const readable: Readable[] = []
  const outcomes = new Map<ExaminedRecord, PushOutcome>()

  for (const record of records) {
    const { verdict } = record
    if (!verdict.ok) {
      outcomes.set(record, await quarantine(tx, territory, record, verdict, newId))
      continue
    }
    const missing = verdict.blobs.filter((sha256) => !present.has(sha256))
    if (missing.length > 0) {
      await tx.waiting.put(territory, { ...toNew(record as Readable), missing: verdict.blobs })
      outcomes.set(record, { id: record.id, outcome: 'deferred', missing })
      continue
    }
    const refusal = falsePhoto(record as Readable, present)
    if (refusal) {
      outcomes.set(record, await quarantine(tx, territory, record, refusal, newId))
      await tx.waiting.remove(territory, [record])
    } else readable.push(record as Readable)
  }

  const added = await tx.observations.add(territory, readable.map(toNew))
  for (const [i, record] of readable.entries()) {
    const outcome = added[i]!
    const { blobs } = record.verdict
    if (outcome.outcome === 'conflict') outcomes.set(record, outcome)
    else outcomes.set(record, { ...outcome, blobs: [...blobs] })
    if (outcome.outcome === 'created') await tx.blobs.name(territory, record.id, blobs)
  }
  await tx.waiting.remove(
    territory,
    readable.filter((record) => record.verdict.blobs.length > 0),
  )
  return records.map((record) => outcomes.get(record)!)
}

/** Blobs that are there, with what they turned out to be. */
async function presentBlobs(
  tx: StoreTransaction,
  services: Pick<Services, 'blobs' | 'nowMs'>,
  territory: string,
  records: readonly ExaminedRecord[],
): Promise<ReadonlyMap<string, string>> {
  const names = namesIn(records)
  if (names.length === 0) return new Map()
  const known = new Map(
    (await tx.blobs.getMany(territory, names)).map((row) => [row.sha256, row.content]),
  )
  const unknown = names.filter((sha256) => !known.has(sha256))
  if (unknown.length > 0) {
    // A file may be becoming whole right now: hold, then look again, so that a record never waits for
    // a blob that has just come.
    await tx.feed.hold(territory)
    const { device } = records[0]!
    for (const row of await newlyStored(services, { territory, device }, unknown)) {
      await tx.blobs.put(territory, row)
      known.set(row.sha256, row.content)
    }
  }
  return known
}

function namesIn(records: readonly ExaminedRecord[]): readonly string[] {
  return [...new Set(records.flatMap(({ verdict }) => verdict.blobs ?? []))]
}

/** A photo that nobody could look at; one in the format of iPhones is told by its name. */
function falsePhoto(
  { verdict: { observation } }: Readable,
  present: ReadonlyMap<string, string>,
): { readonly code: RecordRefusal; readonly field: string } | null {
  if (observation.properties.kind === 'track') return null
  const contents = blobsOf(observation).map(({ sha256 }) => present.get(sha256))
  const at = contents.findIndex((content) => content !== 'photo')
  if (at < 0) return null
  const code = contents[at] === 'heic' ? 'heic-photo' : 'not-an-image'
  return { code, field: `properties.photos.${at}` }
}

async function quarantine(
  tx: StoreTransaction,
  territory: string,
  record: ExaminedRecord,
  { code, field }: { code: RecordRefusal; field?: string },
  newId: () => string,
): Promise<PushOutcome> {
  const { id, account, device, receivedAt, hash, json } = record
  const why = field === undefined ? { code } : { code, field }
  const row = { id: newId(), account, device, receivedAt, hash, json, ...why }
  await tx.quarantine.add(territory, id === '' ? row : { ...row, record: id })
  return { id, outcome: 'rejected', ...why }
}

function toNew({ verdict, account, device, receivedAt, hash, json }: Readable): NewObservation {
  return { observation: verdict.observation, account, device, receivedAt, hash, json }
}

function toExamined(waiting: NewObservation): ExaminedRecord {
  const { observation } = waiting
  const blobs = [...new Set(blobsOf(observation).map((blob) => blob.sha256))]
  return { ...waiting, id: observation.id, verdict: { ok: true, observation, blobs } }
}

function tellTheOthers(
  { events, hooks }: Services,
  territory: string,
  outcomes: readonly PushOutcome[],
): void {
  const created = outcomes.filter((one) => one.outcome === 'created').map((one) => one.id)
  if (created.length === 0) return
  events.moved(territory)
  hooks.onObservations(territory, created)
}
