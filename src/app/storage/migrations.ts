import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { PhoneSchema } from './schema.ts'

type Upgrade = IDBPTransaction<PhoneSchema, StoreNames<PhoneSchema>[], 'versionchange'>
export type Migration = (database: IDBPDatabase<PhoneSchema>, transaction: Upgrade) => void

/**
 * One small function per version that ever landed; the n-th brings version n to n + 1. None of them
 * rewrites `records`: what is queued keeps the form it was made with (promise P22).
 */
export const MIGRATIONS: readonly Migration[] = [
  /** 2026-11: the first phones. */
  (database) => {
    database.createObjectStore('fixes', { keyPath: ['walk', 'seq'] })
    database.createObjectStore('walks', { keyPath: 'id' })
    database.createObjectStore('events', { keyPath: ['walk', 'seq'] })
    database.createObjectStore('drafts', { keyPath: 'id' }).createIndex('walk', 'walk')
    database.createObjectStore('records', { keyPath: 'id' })
    database.createObjectStore('outbox', { keyPath: 'id' }).createIndex('state', 'state')
    database.createObjectStore('blobs', { keyPath: 'sha256' })
    database.createObjectStore('catalogue', { keyPath: 'id' }).createIndex('kind', 'kind')
    database.createObjectStore('settings')
    database.createObjectStore('quarantine', { keyPath: 'id' })
  },
  /** 2026-11: maps for a day without a network. */
  (database) => {
    database.createObjectStore('packs', { keyPath: 'sha256' })
    database.createObjectStore('pack-parts', { keyPath: ['pack', 'index'] })
    database.createObjectStore('corridors', { keyPath: 'id' })
    database.createObjectStore('tiles', { keyPath: ['service', 'z', 'x', 'y'] })
  },
  /** 2026-11: holes filled from another recorder's file, and small pictures that outlive their photos. */
  (database) => {
    database.createObjectStore('repairs', { keyPath: ['walk', 'seq'] })
    database.createObjectStore('thumbs', { keyPath: 'sha256' })
  },
]

/** Runs the migrations from `oldVersion` to the newest. */
export function migrate(
  database: IDBPDatabase<PhoneSchema>,
  oldVersion: number,
  transaction: Upgrade,
): void {
  for (const migration of MIGRATIONS.slice(oldVersion)) migration(database, transaction)
}
