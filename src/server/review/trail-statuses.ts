import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { trailStatus, type TrailStatus } from '../../domain/review/trail-status.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { RememberedEvidence } from './remembered-evidence.ts'
import { readEvidence } from './trail-evidence.ts'

/** The computed status of some trails, inside the reader's own snapshot. */
export async function trailStatuses(
  tx: StoreTransaction,
  territory: string,
  trails: readonly TrailEntity[],
  nowMs: number,
  evidenceOf: RememberedEvidence = readEvidence,
): Promise<ReadonlyMap<string, TrailStatus>> {
  const statuses = new Map<string, TrailStatus>()
  for (const trail of trails) {
    const evidence = await evidenceOf(tx, territory, trail)
    statuses.set(trail.id, trailStatus(trail, evidence, nowMs))
  }
  return statuses
}
