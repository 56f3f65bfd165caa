import { createHash } from 'node:crypto'
import { Problem } from '../../contract/problem.ts'
import type { PullRow } from '../../contract/protocol.ts'
import type { CatalogueEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import type { Session } from '../access/session.ts'
import { mayDo } from '../access/may-do.ts'
import { trailStatuses } from '../review/trail-statuses.ts'
import type { SyncServices } from './sync-services.ts'

export interface ChangesPage {
  readonly rows: readonly PullRow[]
  readonly next: number
  readonly head: number
  readonly more: boolean
  /** Spoiled blobs of the asking phone. */
  readonly wanted?: string[]
}

/**
 * What changed after a cursor, newest state of each thing, in feed order (rules S13 to S15): the
 * catalogue for everybody, answers for those they are for. One snapshot: rows and head agree.
 */
export async function readChanges(
  { store, evidence, nowMs }: SyncServices,
  session: Session,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<ChangesPage> {
  const { territory, account, device } = session
  const sees = mayDo(session, 'read-desk', { territory }) ? {} : { reader: account }
  return store.read(async (tx) => {
    const head = await tx.feed.head(territory)
    if (after > head) throw new Problem('resync')
    const changes = await tx.catalogue.changes(territory, { after, limit, ...sees })
    const trails = changes.map((row) => row.entity).filter(isLiveTrail)
    const statuses = await trailStatuses(tx, territory, trails, nowMs(), evidence.cached)
    const rows = changes.map(({ seq, entity }): PullRow => {
      const { id, properties } = entity
      if (properties.deleted) return { seq, kind: 'withdrawal', id }
      const status = statuses.get(id)
      const feature = 'reader' in sees ? withoutTimes(entity) : entity
      const row = { seq, kind: properties.kind, id, feature }
      return properties.kind === 'trail' && status ? { ...row, status } : row
    })
    const more = changes.length === limit
    const page = { rows, next: more ? changes.at(-1)!.seq : head, head, more }
    // Once a round is enough.
    const wanted = more ? [] : [...(await tx.blobs.damagedFrom(territory, device))]
    return wanted.length === 0 ? page : { ...page, wanted }
  })
}

/**
 * Pseudonymisation: an observation's id is a UUIDv7, which tells the millisecond of its making, and so where somebody
 * was when. Others than the office get as many ids, of no meaning and always the same.
 */
function withoutTimes(entity: CatalogueEntity): CatalogueEntity {
  const { properties } = entity
  if (!('observations' in properties)) return entity
  const observations = properties.observations.map((id) =>
    createHash('sha256').update(id).digest('hex').slice(0, 32),
  )
  return { ...entity, properties: { ...properties, observations } } as CatalogueEntity
}

function isLiveTrail(entity: CatalogueEntity): entity is TrailEntity {
  return entity.properties.kind === 'trail' && !entity.properties.deleted
}
