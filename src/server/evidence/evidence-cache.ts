import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { boxOfLine } from '../../domain/geo/box.ts'
import type { TrailEvidence } from '../../domain/review/evidence.ts'
import type { FeedRow, StoreTransaction } from '../storage/store.ts'
import { evidenceIndex, type Changed, type EvidenceIndex } from './evidence-index.ts'
import { readTrailFiles, type FindingCaches } from './trail-evidence.ts'
import { BESIDE_M } from './trail-surroundings.ts'

/**
 * Read-through cache of evidence, invalidated by the feed: the evidence of some trails, gathered anew, together, only
 * for those of which the feed says that something changed. For lists: a decision looks at the store itself.
 */
export type EvidenceCache = (
  tx: StoreTransaction,
  territory: string,
  trails: readonly TrailEntity[],
) => Promise<ReadonlyMap<string, TrailEvidence>>

/** After more changes than this, everything is gathered anew. */
const MANY = 2_000
/** Trails whose observations are in memory at the same time. */
const AT_ONCE = 500

export function evidenceCache(caches: FindingCaches): EvidenceCache {
  const territories = new Map<string, EvidenceIndex>()

  /** Forgets what the feed has spoken of up to a reader's own head. */
  const follow = async (
    tx: StoreTransaction,
    territory: string,
    head: number,
  ): Promise<EvidenceIndex> => {
    const known = territories.get(territory) ?? evidenceIndex(head)
    territories.set(territory, known)
    if (head <= known.upTo) return known
    const changed = await whatChanged(tx, territory, known)
    if (changed) known.forget(changed)
    else known.clear()
    known.upTo = Math.max(known.upTo, head)
    return known
  }

  return async (tx, territory, trails) => {
    const head = await tx.feed.head(territory)
    const known = await follow(tx, territory, head)
    // A reader whose snapshot is older than what is remembered looks for itself, and leaves no trace.
    const isCurrent = known.upTo === head
    const given = new Map<string, TrailEvidence>()
    for (const { id } of isCurrent ? trails : []) {
      const before = known.get(id)
      if (before) given.set(id, before)
    }
    const missing = trails.filter(({ id }) => !given.has(id))
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      const some = missing.slice(at, at + AT_ONCE)
      const files = await readTrailFiles(tx, territory, some, caches)
      for (const { id, geometry } of some) {
        const { evidence, around } = files.get(id)!
        given.set(id, evidence)
        const box = boxOfLine(geometry.coordinates, BESIDE_M)
        if (known.upTo === head) known.put(id, { evidence, uses: around.uses, box })
      }
    }
    return given
  }
}

/** What the feed has spoken of since; `null` when it has said too much. */
async function whatChanged(
  tx: StoreTransaction,
  territory: string,
  { upTo }: Pick<EvidenceIndex, 'upTo'>,
): Promise<Changed | null> {
  const rows = await tx.feed.since(territory, upTo, MANY)
  if (rows.length === MANY) return null
  const observations = await tx.observations.getMany(
    territory,
    idsOf(rows, 'observation', 'answer'),
  )
  const trails = await tx.catalogue.getMany(territory, 'trail', idsOf(rows, 'trail'))
  const reports = await tx.catalogue.getMany(territory, 'trail-report', idsOf(rows, 'trail-report'))
  const places = await tx.catalogue.getMany(
    territory,
    'heritage-point',
    idsOf(rows, 'heritage-point'),
  )
  return {
    trails: new Set([
      ...idsOf(rows, 'trail'),
      ...observations.flatMap(({ observation }) => observation.properties.trail ?? []),
      ...reports.flatMap(({ properties }) => properties.trail ?? []),
      ...places.flatMap(({ properties }) => properties.trails),
    ]),
    things: new Set(idsOf(rows, 'trail', 'heritage-point')),
    boxes: trails.map(({ geometry }) => boxOfLine(geometry.coordinates)),
  }
}

function idsOf(rows: readonly FeedRow[], ...kinds: readonly FeedRow['kind'][]): string[] {
  return [...new Set(rows.filter(({ kind }) => kinds.includes(kind)).map(({ entity }) => entity))]
}
