import type { Database, Engine } from './engine.ts'
import type { StoreTransaction } from './store.ts'
import { assessmentTable } from './tables/assessment-table.ts'
import { auditLog } from './tables/audit-log.ts'
import { blobIndex } from './tables/blob-index.ts'
import { catalogueTable } from './tables/catalogue-table.ts'
import { decisionLog } from './tables/decision-log.ts'
import { erasureLog } from './tables/erasure-log.ts'
import { feedTable } from './tables/feed-table.ts'
import { keyTables } from './tables/key-tables.ts'
import { metaTable, territoryTable } from './tables/meta-tables.ts'
import { observationLog } from './tables/observation-log.ts'
import { peopleTables } from './tables/people-tables.ts'
import { publicationTable } from './tables/publication-table.ts'
import { quarantineTable } from './tables/quarantine-table.ts'
import { pendingRecords } from './tables/pending-records.ts'

/** Everything that can be done inside one transaction, on the connection that holds it. */
export function storeTransaction(db: Database, engine: Engine): StoreTransaction {
  const feed = feedTable(db, engine)
  const quarantine = quarantineTable(db)
  return {
    meta: metaTable(db),
    territories: territoryTable(db),
    feed,
    observations: observationLog(db, engine, feed, quarantine),
    pendingRecords: pendingRecords(db),
    quarantine,
    decisions: decisionLog(db, feed),
    catalogue: catalogueTable(db, engine, feed),
    assessments: assessmentTable(db),
    publications: publicationTable(db),
    blobs: blobIndex(db),
    people: peopleTables(db),
    keys: keyTables(db),
    audit: auditLog(db),
    erasures: erasureLog(db),
  }
}
