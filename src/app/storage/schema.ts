import type { DBSchema } from 'idb'
import type {
  BlobRow,
  CatalogueRow,
  Draft,
  OutboxItem,
  QuarantineRow,
  RecordRow,
  RepairRow,
  ThumbRow,
  Walk,
} from './rows.ts'
import type { CorridorRow, PackPartRow, PackRow, TileRow } from './pack-rows.ts'
import type { StoredFix, WalkEvent } from './rows.ts'

export type TileKey = [service: string, z: number, x: number, y: number]

/** What is kept on the phone, store by store. Keys are chosen so that reading a walk is one range. */
export interface PhoneSchema extends DBSchema {
  fixes: { key: [walk: string, seq: number]; value: StoredFix }
  walks: { key: string; value: Walk }
  events: { key: [walk: string, seq: number]; value: WalkEvent }
  drafts: { key: string; value: Draft; indexes: { walk: string } }
  /** The bytes of each record as they will be sent: written once, never rewritten (promise P22). */
  records: { key: string; value: RecordRow }
  outbox: { key: string; value: OutboxItem; indexes: { state: string } }
  blobs: { key: string; value: BlobRow }
  catalogue: { key: string; value: CatalogueRow; indexes: { kind: string } }
  settings: { key: string; value: unknown }
  quarantine: { key: string; value: QuarantineRow }
  /** Append only, like the fixes they stand beside. */
  repairs: { key: [walk: string, seq: number]; value: RepairRow }
  thumbs: { key: string; value: ThumbRow }
  /** Map packs, wanted or complete; their bytes lie part by part in `pack-parts`. */
  packs: { key: string; value: PackRow }
  'pack-parts': { key: [pack: string, index: number]; value: PackPartRow }
  /** Tiles of a map service along a trail; corridors that cross share their tiles. */
  corridors: { key: string; value: CorridorRow }
  tiles: { key: TileKey; value: TileRow }
}

export const DATABASE_NAME = 'jalon'
