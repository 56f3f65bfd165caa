import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { isToldByWalks, trailStatus, type TrailStatus } from '../../domain/review/trail-status.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { EvidenceCache } from '../evidence/evidence-cache.ts'
import { readWalks } from '../evidence/trail-evidence.ts'

/** The computed status of some trails, inside the reader's own snapshot. */
export async function trailStatuses(
  tx: StoreTransaction,
  territory: string,
  trails: readonly TrailEntity[],
  nowMs: number,
  evidenceOf: EvidenceCache,
): Promise<ReadonlyMap<string, TrailStatus>> {
  const statuses = new Map<string, TrailStatus>()
  const told = trails.filter((trail) => isToldByWalks(trail, nowMs))
  const walks = await readWalks(tx, territory, told)
  const others = trails.filter(({ id }) => !walks.has(id))
  const gathered = await evidenceOf(tx, territory, others)
  for (const trail of trails) {
    const evidence = walks.get(trail.id) ?? gathered.get(trail.id)!
    statuses.set(trail.id, trailStatus(trail, evidence, nowMs))
  }
  return statuses
}
