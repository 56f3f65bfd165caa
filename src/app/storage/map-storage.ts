import type { TilePlace } from '../../domain/geo/corridor-tiles.ts'
import type { CorridorRow, PackPartRow, PackRow, TileRow } from './pack-rows.ts'

/**
 * Maps kept for a day without a network. They can be fetched again, so that they are apart from what
 * people recorded: nothing here ever touches a fix, a draft or the outbox.
 */
export interface MapStorage {
  readonly packs: {
    readonly all: () => Promise<readonly PackRow[]>
    readonly get: (sha256: string) => Promise<PackRow | undefined>
    readonly save: (row: PackRow) => Promise<void>
    /** The row and every part. */
    readonly remove: (sha256: string) => Promise<void>
    readonly putPart: (part: PackPartRow) => Promise<void>
    readonly part: (pack: string, index: number) => Promise<ArrayBuffer | undefined>
    /** Which parts are there, in order; reads no bytes. */
    readonly partIndexes: (pack: string) => Promise<readonly number[]>
  }
  readonly corridors: {
    readonly all: () => Promise<readonly CorridorRow[]>
    readonly save: (row: CorridorRow) => Promise<void>
    /** The row, and the tiles that no other corridor needs. */
    readonly remove: (id: string) => Promise<void>
    readonly putTile: (tile: TileRow) => Promise<void>
    readonly tile: (service: string, place: TilePlace) => Promise<TileRow | undefined>
    /** Of these places, those whose tile is not there. */
    readonly missing: (
      service: string,
      places: readonly TilePlace[],
    ) => Promise<readonly TilePlace[]>
  }
}
