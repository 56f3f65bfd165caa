import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { boxesMeet, boxOfLine, type Box } from '../../domain/geo/box.ts'
import type { TrailEvidence } from '../../domain/review/evidence.ts'
import type { FeedRow, StoreTransaction } from '../storage/store.ts'
import { readTrailFile } from './trail-evidence.ts'
import { BESIDE_M } from './trail-surroundings.ts'

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
  readonly trails: Map<string, KnownTrail>
}

interface KnownTrail {
  readonly evidence: TrailEvidence
  /** Neighbours and places that its findings speak of. */
  readonly uses: ReadonlySet<string>
  readonly box: Box
}

export function rememberedEvidence(): RememberedEvidence {
  const territories = new Map<string, Known>()

  const forgetChanged = async (tx: StoreTransaction, territory: string): Promise<Known> => {
    const head = await tx.feed.head(territory)
    const before = territories.get(territory)
    if (before?.upTo === head) return before
    const changed = before && head > before.upTo ? await whatChanged(tx, territory, before) : null
    const known: Known = { upTo: head, trails: new Map(changed ? before?.trails : []) }
    if (changed) forget(known.trails, changed)
    territories.set(territory, known)
    return known
  }

  return async (tx, territory, trail) => {
    const known = await forgetChanged(tx, territory)
    const before = known.trails.get(trail.id)
    if (before) return before.evidence
    const { evidence, around } = await readTrailFile(tx, territory, trail)
    const box = boxOfLine(trail.geometry.coordinates, BESIDE_M)
    known.trails.set(trail.id, { evidence, uses: around.uses, box })
    return evidence
  }
}

interface Changed {
  /** Trails that the feed has spoken of, by themselves or by what names them. */
  readonly trails: ReadonlySet<string>
  /** Trails and places that the findings of others may speak of. */
  readonly things: ReadonlySet<string>
  /** Where trails that changed lie now: they may be new neighbours. */
  readonly boxes: readonly Box[]
}

function forget(known: Map<string, KnownTrail>, { trails, things, boxes }: Changed): void {
  for (const [id, { uses, box }] of known) {
    const isConcerned =
      trails.has(id) ||
      [...uses].some((one) => things.has(one)) ||
      boxes.some((other) => boxesMeet(box, other))
    if (isConcerned) known.delete(id)
  }
}

/** What the feed has spoken of since; `null` when it has said too much. */
async function whatChanged(
  tx: StoreTransaction,
  territory: string,
  { upTo }: Known,
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
