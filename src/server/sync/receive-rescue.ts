import {
  rescueEntry,
  type OpenRescue,
  type RescueRecord,
} from '../../domain/formats/open-rescue.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Problem } from '../../contract/problem.ts'
import { PUSH_LIMITS, type PushOutcome } from '../../contract/protocol.ts'
import type { RescueAnswer } from '../../contract/rescue.ts'
import { erasedAmong } from '../access/erased-accounts.ts'
import type { Session } from '../access/session.ts'
import { receiveBlobPiece } from './receive-blob.ts'
import { receiveRecords } from './receive-records.ts'
import type { SyncServices } from './sync-services.ts'

/** What the office hears of the forgotten: it withdrew their phone. */
const WITHDRAWN = 'device-revoked'
/** Records taken in at one go: some hundredths of a second of the server's own thread. */
const BATCH_RECORDS = 50

/**
 * Takes in what a phone saved of itself, through the same door as a push: nothing is doubled, what cannot
 * be taken is kept aside (promise P23). Records belong to the phone that made them; those of a phone that
 * this territory does not know are kept aside under the name of who brought them.
 */
export async function receiveRescue(
  services: SyncServices,
  staff: Session,
  bytes: Uint8Array,
  { records, blobs, madeAt }: OpenRescue,
): Promise<RescueAnswer> {
  const { territory } = staff
  const files = { stored: 0, refused: 0 }
  for (const { sha256, entry } of blobs) {
    const whole = rescueEntry(bytes, entry)
    const stored = whole !== null && (await storeBlob(services, territory, sha256, whole))
    files[stored ? 'stored' : 'refused'] += 1
  }
  const outcomes: PushOutcome[] = []
  for (const [device, group] of byDevice(records)) {
    const sender = await senderOf(services, staff, device)
    if (await isForgotten(services, sender)) {
      // Nothing of theirs comes back, not even to lie aside.
      for (const _ of group) outcomes.push({ id: '', outcome: 'rejected', code: WITHDRAWN })
      continue
    }
    for (const batch of batchesOf(group)) {
      for (const outcome of await receiveRecords(services, sender, batch.map(valueOf)))
        outcomes.push(outcome)
      // Others' requests come in between.
      await nextTurn()
    }
  }
  const answer = { ...countsOf(outcomes), files, ...(madeAt === undefined ? {} : { madeAt }) }
  await services.store.transaction((tx) =>
    tx.audit.add(territory, {
      id: services.newId(),
      at: new Date(services.nowMs()).toISOString(),
      actor: staff.account,
      action: 'rescued',
      subject: staff.account,
      details: { ...answer.records, files: files.stored },
    }),
  )
  return { jalon: 'rescue', ...answer }
}

/** A file under a wrong name, or too large, is left out and counted: the others go on (promise P10). */
async function storeBlob(
  services: SyncServices,
  territory: string,
  sha256: string,
  whole: Uint8Array,
): Promise<boolean> {
  try {
    const { offset } = await services.blobs.progress(territory, sha256)
    if (offset < whole.length) {
      const bytes = [whole.subarray(offset)]
      await receiveBlobPiece(services, { territory, sha256, offset, length: whole.length, bytes })
    }
    await services.intake.blob(territory, sha256)
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

function byDevice(records: readonly RescueRecord[]): ReadonlyMap<string, RescueRecord[]> {
  const groups = new Map<string, RescueRecord[]>()
  for (const record of records) {
    const device = record.device ?? ''
    const group = groups.get(device)
    if (group) group.push(record)
    else groups.set(device, [record])
  }
  return groups
}

/** As many as a push may bring, and no more bytes than one may have. */
function* batchesOf(records: readonly RescueRecord[]): Generator<readonly RescueRecord[]> {
  let batch: RescueRecord[] = []
  let size = 0
  for (const record of records) {
    const isFull = batch.length >= BATCH_RECORDS || size + record.text.length > PUSH_LIMITS.bytes
    if (batch.length > 0 && isFull) {
      yield batch
      batch = []
      size = 0
    }
    batch.push(record)
    size += record.text.length
  }
  if (batch.length > 0) yield batch
}

/** What is no JSON is kept aside as its own text, like anything that cannot be read. */
const valueOf = ({ text, isJson }: RescueRecord): unknown =>
  isJson ? (JSON.parse(text) as unknown) : text

async function isForgotten(
  { store }: SyncServices,
  { territory, account }: Session,
): Promise<boolean> {
  return (await store.read((tx) => erasedAmong(tx, territory, [account]))).size > 0
}

/** Whose phone it is, as far as this territory knows; else who brings the file. */
async function senderOf(services: SyncServices, staff: Session, device: string): Promise<Session> {
  const { territory } = staff
  const known =
    device === ''
      ? undefined
      : await services.store.read((tx) => tx.people.getDevice(territory, device))
  if (!known) return staff
  return { ...staff, account: known.account, device, revoked: known.revokedAt !== undefined }
}

function countsOf(outcomes: readonly PushOutcome[]): Pick<RescueAnswer, 'records' | 'rejections'> {
  const records = { created: 0, duplicate: 0, deferred: 0, conflict: 0, rejected: 0 }
  const reasons = new Map<string, number>()
  for (const outcome of outcomes) {
    records[outcome.outcome] += 1
    if (outcome.outcome === 'rejected')
      reasons.set(outcome.code, (reasons.get(outcome.code) ?? 0) + 1)
  }
  return { records, rejections: [...reasons].map(([code, count]) => ({ code, count })) }
}
