import type { PushOutcome } from '../../contract/protocol.ts'
import type { RecordRefusal } from '../../contract/record-refusal.ts'
import { Problem } from '../../contract/problem.ts'
import { blobsOf } from '../../domain/observation/observation.ts'
import { isVoiceMediaType } from '../../domain/observation/voice.ts'
import { erasedAmong } from '../access/erased-accounts.ts'
import type { Session } from '../access/session.ts'
import type { Assessor } from '../checks/assessor.ts'
import type { NewId } from '../../domain/observation/ids.ts'
import type { Blobs } from '../storage/blobs/blobs.ts'
import type { NewObservation } from '../storage/records.ts'
import type { BlobClaim, BlobRow, Store, StoreTransaction } from '../storage/store.ts'
import { examineRecord, type ExaminedRecord } from './examine-record.ts'
import { claimedByNobody, ownClaims } from './blob-claims.ts'
import { newlyStored } from './receive-blob.ts'
import { batchQueue } from './batch-queue.ts'

type Readable = ExaminedRecord & { verdict: { ok: true } }

/** Records of one go: what several phones send at once is written together. */
const RECORDS_AT_ONCE = 500
const BLOBS_AT_ONCE = 100

/** Write batching: what many phones send at once goes into a few transactions, one queue a territory. */
export interface Intake {
  readonly records: (
    territory: string,
    records: readonly ExaminedRecord[],
  ) => Promise<readonly PushOutcome[]>
  /** The records that waited for a blob, now that its file is whole (rule S6). */
  readonly blob: (territory: string, sha256: string) => Promise<void>
}

interface IntakeNeeds {
  readonly store: Store
  readonly blobs: Blobs
  readonly events: { moved(territory: string): void }
  readonly assessor: Pick<Assessor, 'received'>
  readonly nowMs: () => number
  readonly newId: NewId
}

/**
 * Takes a batch in: every record gets its own outcome, in the order sent (rules S3 to S9). Returns after
 * the commit. Records whose blobs are missing wait; what cannot be taken is kept in quarantine.
 */
export async function receiveRecords(
  { intake, nowMs }: { readonly intake: Intake; readonly nowMs: () => number },
  session: Pick<Session, 'territory' | 'account' | 'device' | 'revoked'>,
  raws: readonly unknown[],
): Promise<readonly PushOutcome[]> {
  const { territory, account, device, revoked } = session
  const receivedAt = new Date(nowMs()).toISOString()
  const by = { territory, account, device, revoked, receivedAt }
  return intake.records(
    territory,
    raws.map((raw) => examineRecord(raw, by)),
  )
}

export function createIntake(services: IntakeNeeds): Intake {
  const queues = new Map<string, ReturnType<typeof queuesOf>>()
  const of = (territory: string) => {
    const known = queues.get(territory) ?? queuesOf(services, territory)
    queues.set(territory, known)
    return known
  }
  return {
    records: (territory, records) => of(territory).records(records),
    blob: (territory, sha256) => of(territory).blob(sha256),
  }
}

function queuesOf(services: IntakeNeeds, territory: string) {
  return {
    records: batchQueue(
      (batches: readonly (readonly ExaminedRecord[])[]) =>
        takeBatches(services, territory, batches),
      {
        weight: ({ length }) => length,
        most: RECORDS_AT_ONCE,
      },
    ),
    blob: batchQueue((names: readonly string[]) => takeWaiting(services, territory, names), {
      weight: () => 1,
      most: BLOBS_AT_ONCE,
    }),
  }
}

async function takeBatches(
  services: IntakeNeeds,
  territory: string,
  batches: readonly (readonly ExaminedRecord[])[],
): Promise<readonly (readonly PushOutcome[])[]> {
  const records = batches.flat()
  const arrived = await describeUnknown(services, territory, records)
  const outcomes = await services.store.transaction(async (tx) => {
    const taken = await takeIn(tx, services, territory, records, arrived)
    // Asked last, when the feed is held by whatever was added: forgotten since they signed in.
    const authors = records.flatMap(({ verdict, account }) => (verdict.ok ? [account] : []))
    if ((await erasedAmong(tx, territory, authors)).size > 0) throw new Problem('not-signed-in')
    return taken
  })
  tellTheOthers(services, territory, records, outcomes)
  let from = 0
  return batches.map(({ length }) => outcomes.slice(from, (from += length)))
}

async function takeWaiting(
  services: IntakeNeeds,
  territory: string,
  names: readonly string[],
): Promise<readonly void[]> {
  const { store } = services
  const waiting = (tx: StoreTransaction) => tx.pendingRecords.naming(territory, names)
  const found = await store.transaction(async (tx) => {
    // A push that has just looked for these files in vain holds the feed until its record waits.
    await tx.feed.hold(territory)
    return waiting(tx)
  })
  if (found.length > 0) {
    const arrived = await describeUnknown(services, territory, found.map(toExamined))
    const taken = await store.transaction(async (tx) => {
      await tx.feed.hold(territory)
      const all = await waiting(tx)
      const forgotten = await erasedAmong(
        tx,
        territory,
        all.map(({ account }) => account),
      )
      const records = all.filter(({ account }) => !forgotten.has(account)).map(toExamined)
      return { records, outcomes: await takeIn(tx, services, territory, records, arrived) }
    })
    tellTheOthers(services, territory, taken.records, taken.outcomes)
  }
  return names.map(() => undefined)
}

/** Looks at the files of blobs that records name and the store does not know, outside any transaction. */
async function describeUnknown(
  services: IntakeNeeds,
  territory: string,
  records: readonly ExaminedRecord[],
): Promise<readonly BlobRow[]> {
  const named = blobsNamed(records)
  if (named.size === 0) return []
  const rows = await services.store.ask((tx) => tx.blobs.getMany(territory, [...named.keys()]))
  return newlyStored(services, territory, without(named, new Set(rows.map(({ sha256 }) => sha256))))
}

/** A spoiled blob is asked for again: its place is not looked at before somebody brought it anew. */
const isWhole = ({ damagedAt }: BlobRow) => damagedAt === undefined

async function takeIn(
  tx: StoreTransaction,
  services: IntakeNeeds,
  territory: string,
  records: readonly ExaminedRecord[],
  arrived: readonly BlobRow[],
): Promise<PushOutcome[]> {
  const { newId } = services
  await tx.blobs.put(territory, arrived)
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
      await tx.pendingRecords.put(territory, {
        ...toNew(record as Readable),
        missing: verdict.blobs,
      })
      outcomes.set(record, { id: record.id, outcome: 'deferred', missing })
      continue
    }
    const refusal = falseBlob(record as Readable, present)
    if (refusal) {
      outcomes.set(record, await quarantine(tx, territory, record, refusal, newId))
      await tx.pendingRecords.remove(territory, [record])
    } else readable.push(record as Readable)
  }

  const added = await tx.observations.add(territory, readable.map(toNew))
  const named: BlobClaim[] = []
  const again: BlobClaim[] = []
  for (const [i, record] of readable.entries()) {
    const outcome = added[i]!
    const { blobs } = record.verdict
    if (outcome.outcome === 'conflict') outcomes.set(record, outcome)
    else outcomes.set(record, { ...outcome, blobs: [...blobs] })
    if (outcome.outcome === 'created') named.push(...claimsOf(record))
    if (outcome.outcome === 'duplicate') again.push(...claimsOf(record))
  }
  const shared = new Set(arrived.map(({ sha256 }) => sha256))
  for (const [sha256, content] of present) if (content === 'photo') shared.add(sha256)
  const rightful = await ownClaims(tx, territory, readable, named, shared)
  await tx.blobs.name(territory, [...rightful, ...(await claimedByNobody(tx, territory, again))])
  await tx.pendingRecords.remove(
    territory,
    readable.filter((record) => record.verdict.blobs.length > 0),
  )
  return records.map((record) => outcomes.get(record)!)
}

/** Blobs that are there, with what they turned out to be. */
async function presentBlobs(
  tx: StoreTransaction,
  services: IntakeNeeds,
  territory: string,
  records: readonly ExaminedRecord[],
): Promise<ReadonlyMap<string, string>> {
  const named = blobsNamed(records)
  if (named.size === 0) return new Map()
  const rows = await tx.blobs.getMany(territory, [...named.keys()])
  const known = new Map<string, string>(
    rows.filter(isWhole).map(({ sha256, content }) => [sha256, content]),
  )
  const unknown = without(named, new Set(rows.map(({ sha256 }) => sha256)))
  if (unknown.size > 0) {
    // A file may be becoming whole right now: hold, then look again, so that a record never waits for
    // a blob that has just come.
    await tx.feed.hold(territory)
    const arrived = await newlyStored(services, territory, unknown)
    await tx.blobs.put(territory, arrived)
    for (const { sha256, content } of arrived) known.set(sha256, content)
  }
  return known
}

/** The blobs that records name, each with the device that brings it. */
function blobsNamed(records: readonly ExaminedRecord[]): ReadonlyMap<string, string> {
  return new Map(
    records.flatMap(({ verdict, device }) =>
      (verdict.blobs ?? []).map((sha256) => [sha256, device] as const),
    ),
  )
}

function without(
  named: ReadonlyMap<string, string>,
  known: Pick<ReadonlySet<string>, 'has'>,
): ReadonlyMap<string, string> {
  return new Map([...named].filter(([sha256]) => !known.has(sha256)))
}

/** A photo that nobody could look at, one in the format of iPhones told by its name; a voice that is no sound. */
function falseBlob(
  { verdict: { observation } }: Readable,
  present: ReadonlyMap<string, string>,
): { readonly code: RecordRefusal; readonly field: string } | null {
  const { properties } = observation
  if (properties.kind !== 'heritage-point' && properties.kind !== 'trail-report') return null
  const { photos = [], voice } = properties
  const contents = photos.map(({ sha256 }) => present.get(sha256))
  const at = contents.findIndex((content) => content !== 'photo')
  if (at >= 0) {
    const code = contents[at] === 'heic' ? 'heic-photo' : 'not-an-image'
    return { code, field: `properties.photos.${at}` }
  }
  const isSound = !voice || isVoiceMediaType(present.get(voice.sha256) ?? '')
  return isSound ? null : { code: 'not-a-voice', field: 'properties.voice' }
}

function claimsOf({ id, verdict }: Readable): readonly BlobClaim[] {
  return verdict.blobs.map((sha256) => ({ observation: id, sha256 }))
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
  { events, assessor }: IntakeNeeds,
  territory: string,
  records: readonly ExaminedRecord[],
  outcomes: readonly PushOutcome[],
): void {
  const created = records.flatMap(({ verdict }, i) =>
    verdict.ok && outcomes[i]!.outcome === 'created' ? [verdict.observation] : [],
  )
  if (created.length === 0) return
  events.moved(territory)
  assessor.received(territory, created)
}
