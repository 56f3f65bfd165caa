import type { Kysely, RawBuilder } from 'kysely'
import type { Schema } from './schema.ts'
import type { Box, EntityKind } from './store.ts'

export type Database = Kysely<Schema>

/** Column types that differ between engines. */
export interface ColumnTypes {
  /** Ids, hashes, instants: compared byte by byte. */
  readonly key: string
  readonly text: string
  readonly int: string
  readonly real: string
  readonly bytes: string
}

/** All that SQLite and PostgreSQL do differently. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  readonly types: ColumnTypes
  readonly begin: { readonly write: string; readonly read: string }
  /** One writing transaction at a time: what it has read stays true until it ends. */
  readonly writersTakeTurns: boolean
  /** Statements of the first migration that only this engine needs. */
  readonly spatialIndex: readonly string[]
  /** `from … where …`: the entities, named `e`, of some kinds of a territory that touch a box. */
  inBox(territory: string, box: Box, kinds: readonly EntityKind[]): RawBuilder<unknown>
  /** `from … where …`: the same, named `e`, with their sides and no more of them. */
  lyingIn(territory: string, box: Box, kinds: readonly EntityKind[]): RawBuilder<unknown>
  /** Keeps the spatial index in step, in the same transaction, where the engine does not do so itself. */
  place(
    db: Database,
    territory: string,
    entity: { readonly kind: EntityKind; readonly id: string },
    box: Box | null,
  ): Promise<void>
  unplaceAll(db: Database, territory: string): Promise<void>
  /** Holds the counter row of a territory; nothing to do where there is one writer at a time. */
  hold(db: Database, territory: string): Promise<void>
  isRetryable(error: unknown): boolean
  isFull(error: unknown): boolean
}
