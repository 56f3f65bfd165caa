import { Problem } from '../../contract/problem.ts'
import { PUSH_LIMITS, type PushOutcome } from '../../contract/protocol.ts'
import type { RescueAnswer } from '../../contract/rescue.ts'
import { forgottenOf } from '../access/erased-accounts.ts'
import type { Session } from '../access/session.ts'
import type { Services } from '../services/services.ts'
import { deviceOf } from './examine-record.ts'
import { receiveBlobPiece } from './receive-blob.ts'
import { receiveRecords, receiveWaiting } from './receive-records.ts'
import type { OpenRescue } from './open-rescue.ts'

/** What the office hears of the forgotten: it withdrew their phone. */
const WITHDRAWN = 'device-revoked'

/**
 * Takes in what a phone saved of itself, through the same door as a push: nothing is doubled, what cannot
 * be taken is kept aside (promise P23). Records belong to the phone that made them; those of a phone that
 * this territory does not know are kept aside under the name of who brought them.
 */
export async function receiveRescue(
  services: Services,
  staff: Session,
  { records, blobs, madeAt }: OpenRescue,
): Promise<RescueAnswer> {
  const { territory } = staff
  const files = { stored: 0, refused: 0 }
  for (const { sha256, bytes } of blobs) {
    const whole = bytes()
    const stored = whole !== null && (await storeBlob(services, territory, sha256, whole))
    files[stored ? 'stored' : 'refused'] += 1
  }
  const outcomes: PushOutcome[] = []
  for (const [device, group] of byDevice(records)) {
    const sender = await senderOf(services, staff, device)
    if (await isForgotten(services, sender)) {
      // Nothing of theirs comes back, not even to lie aside.
      outcomes.push(...group.map(() => ({ id: '', outcome: 'rejected', code: WITHDRAWN }) as const))
      continue
    }
    for (let at = 0; at < group.length; at += PUSH_LIMITS.records) {
      const batch = group.slice(at, at + PUSH_LIMITS.records)
      outcomes.push(...(await receiveRecords(services, sender, batch)))
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
  services: Services,
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
    await receiveWaiting(services, territory, sha256)
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

function byDevice(records: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  const groups = new Map<string, unknown[]>()
  for (const record of records) {
    const device = deviceOf(record) ?? ''
    groups.set(device, [...(groups.get(device) ?? []), record])
  }
  return groups
}

async function isForgotten({ store }: Services, { territory, account }: Session): Promise<boolean> {
  return (await store.read((tx) => forgottenOf(tx, territory, [account]))).size > 0
}

/** Whose phone it is, as far as this territory knows; else who brings the file. */
async function senderOf(services: Services, staff: Session, device: string): Promise<Session> {
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
