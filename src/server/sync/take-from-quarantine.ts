import { Problem } from '../../contract/problem.ts'
import type { PushOutcome } from '../../contract/protocol.ts'
import { erasedAmong } from '../access/erased-accounts.ts'
import type { Session } from '../access/session.ts'
import type { SyncServices } from './sync-services.ts'
import { deviceOf } from './examine-record.ts'
import { receiveRecords } from './receive-records.ts'

/**
 * The office takes in what was kept aside only because of the phone that brought it: through the same door
 * as a push, as its author's. What cannot be taken even so stays where it is.
 */
export async function takeFromQuarantine(
  services: SyncServices,
  { territory, account: actor }: Session,
  id: string,
): Promise<PushOutcome> {
  const { store, newId, nowMs } = services
  const kept = await store.read((tx) => tx.quarantine.get(territory, id))
  if (!kept) throw new Problem('not-found')
  const forgotten = await store.read((tx) => erasedAmong(tx, territory, [kept.account]))
  // Nothing of theirs comes back, not even by the hands of the office.
  if (forgotten.size > 0) throw new Problem('not-allowed')
  const { account, record: subject = id } = kept
  const record = JSON.parse(kept.json) as unknown
  const device = deviceOf(record) ?? kept.device
  const sender = { territory, account, device, revoked: false }
  const [outcome] = await receiveRecords(services, sender, [record])
  if (!outcome) throw new Problem('not-found')
  if (outcome.outcome !== 'created' && outcome.outcome !== 'duplicate') return outcome
  const at = new Date(nowMs()).toISOString()
  const noted = {
    id: newId(),
    at,
    actor,
    action: 'taken-in' as const,
    subject,
    details: { code: kept.code },
  }
  await store.transaction(async (tx) => {
    // Two hands at once: who comes second took nothing in.
    if ((await tx.quarantine.remove(territory, [id])) > 0) await tx.audit.add(territory, noted)
  })
  return outcome
}
