import { firstTables } from './2026-11-23-first-tables.ts'
import { byWalk } from './2026-11-24-by-walk.ts'
import { erasures } from './2026-11-25-erasures.ts'
import { keys } from './2026-11-26-keys.ts'
import { byName } from './2026-11-27-by-name.ts'
import { waitingByRecord } from './2026-11-27-waiting-by-record.ts'
import { givenUp } from './2026-11-28-given-up.ts'
import { whereTheyLie } from './2026-11-29-where-they-lie.ts'
import { editedSteps } from './2026-11-30-edited-steps.ts'
import { damagedBlobs } from './2026-12-01-damaged-blobs.ts'
import type { Migration } from './migration.ts'

/** Oldest first. Add a step at the end, in a dated file of its own; a step that landed is never deleted or edited. */
export const MIGRATIONS: readonly Migration[] = [
  firstTables,
  byWalk,
  erasures,
  keys,
  byName,
  waitingByRecord,
  givenUp,
  whereTheyLie,
  editedSteps,
  damagedBlobs,
]
