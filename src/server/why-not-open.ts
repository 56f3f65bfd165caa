import type { Translate } from '../locales/translate.ts'
import type { Config } from './config.ts'
import { BlobsUnreachable } from './storage/blobs/blobs.ts'
import { codeOf } from './storage/engine.ts'
import { NewerDatabase } from './storage/migrations/migration.ts'
import { NotOnThisDisk } from './storage/sqlite/open-sqlite.ts'
import { UnreadableTerrain } from './terrain/terrarium.ts'

const AWAY = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN'])
const NO_RIGHT = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'])

/** Why the data cannot be opened, and what to do about it: one sentence for whoever starts it. */
export function whyNotOpen(error: unknown, config: Config, say: Translate): string {
  const reason = (error instanceof Error && error.message) || codeOf(error)
  const { dataDir: dir, s3 } = config
  if (error instanceof UnreadableTerrain) return say('start.bad-terrain', { file: error.message })
  if (error instanceof NewerDatabase) {
    return say('start.newer-database', { step: error.message })
  }
  if (error instanceof NotOnThisDisk) return say('start.not-wal', { dir })
  if (error instanceof BlobsUnreachable && s3) {
    const { bucket, endpoint } = s3
    return say(`start.blobs.${error.code}`, { bucket, endpoint, reason: error.reason })
  }
  const isLocal = error instanceof Error && 'syscall' in error && 'path' in error
  if (isLocal && NO_RIGHT.has(codeOf(error))) return say('start.data-folder', { dir, reason })
  if (AWAY.has(codeOf(error))) return say('start.store-away', { reason })
  return say('start.store-failed', { reason })
}
