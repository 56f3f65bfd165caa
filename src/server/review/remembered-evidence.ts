import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import type { TrailEvidence } from '../../domain/review/evidence.ts'
import type { FeedRow, StoreTransaction } from '../storage/store.ts'
import { readTrailFile } from './trail-evidence.ts'

/**
 * Gives the evidence of a trail, gathered anew only when the feed says that something about it changed.
 * For lists: a decision looks at the store itself.
 */
export type RememberedEvidence = (
  tx: StoreTransaction,
  territory: string,
  trail: TrailEntity,
) => Promise<TrailEvidence>

/** After more changes than this, everything is gathered anew. */
const MANY = 2_000

interface Known {
  upTo: number
  readonly evidence: Map<string, TrailEvidence>
}

export function rememberedEvidence(): RememberedEvidence {
  const territories = new Map<string, Known>()

  const forgetChanged = async (tx: StoreTransaction, territory: string): Promise<Known> => {
    const head = await tx.feed.head(territory)
    const before = territories.get(territory)
    if (before?.upTo === head) return before
    const changed = before && head > before.upTo ? await changedTrails(tx, territory, before) : null
    const known = { upTo: head, evidence: new Map(changed ? before?.evidence : []) }
    for (const trail of changed ?? []) known.evidence.delete(trail)
    territories.set(territory, known)
    return known
  }

  return async (tx, territory, trail) => {
    const known = await forgetChanged(tx, territory)
    const before = known.evidence.get(trail.id)
    if (before) return before
    const { evidence } = await readTrailFile(tx, territory, trail)
    known.evidence.set(trail.id, evidence)
    return evidence
  }
}

/** The trails that the feed has spoken of since; `null` when it has said too much. */
async function changedTrails(
  tx: StoreTransaction,
  territory: string,
  { upTo }: Known,
): Promise<readonly string[] | null> {
  const rows = await tx.feed.since(territory, upTo, MANY)
  if (rows.length === MANY) return null
  const observations = await tx.observations.getMany(
    territory,
    idsOf(rows, 'observation', 'answer'),
  )
  const reports = await tx.catalogue.getMany(territory, 'trail-report', idsOf(rows, 'trail-report'))
  return [
    ...idsOf(rows, 'trail'),
    ...observations.flatMap(({ observation }) => observation.properties.trail ?? []),
    ...reports.flatMap(({ properties }) => properties.trail ?? []),
  ]
}

function idsOf(rows: readonly FeedRow[], ...kinds: readonly FeedRow['kind'][]): string[] {
  return [...new Set(rows.filter(({ kind }) => kinds.includes(kind)).map(({ entity }) => entity))]
}
