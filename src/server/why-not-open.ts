import { join } from 'node:path'
import type { Translate } from '../locales/translate.ts'
import type { Config } from './config.ts'
import { BlobsUnreachable } from './storage/blobs/blobs.ts'
import { databaseTrouble, isDatabaseAway } from './storage/database-trouble.ts'
import { codeOf } from './error-code.ts'
import { NewerDatabase } from './storage/migrations/migration.ts'
import { FolderTaken } from './storage/sqlite/hold-folder.ts'
import { NotOnThisDisk } from './storage/sqlite/open-sqlite.ts'
import { UnreadableTerrain } from './terrain/terrarium.ts'

const NO_RIGHT = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'])
const NO_RIGHT_SQLITE = /^SQLITE_(CANTOPEN|READONLY|PERM|IOERR)/

/** Why the data cannot be opened, and what to do about it: one sentence for whoever starts it. */
export function whyNotOpen(error: unknown, config: Config, say: Translate): string {
  const reason = reasonOf(error)
  const { dataDir: dir, s3 } = config
  if (error instanceof UnreadableTerrain) return say('start.bad-terrain', { file: error.message })
  if (error instanceof NewerDatabase) {
    return say('start.newer-database', { step: error.message })
  }
  if (error instanceof FolderTaken) return say('start.folder-taken', { dir, pid: error.pid })
  if (error instanceof NotOnThisDisk) return say('start.not-wal', { dir })
  if (error instanceof BlobsUnreachable && s3) {
    const { bucket, endpoint } = s3
    return say(`start.blobs.${error.code}`, { bucket, endpoint, reason: error.reason })
  }
  const trouble = databaseTrouble(error)
  if (trouble) return say(`start.database.${trouble}`, { ...placeOf(config), reason })
  const isLocal = error instanceof Error && 'syscall' in error && 'path' in error
  const hasNoRight = isLocal && NO_RIGHT.has(codeOf(error))
  if (hasNoRight || NO_RIGHT_SQLITE.test(codeOf(error))) {
    return say('start.data-folder', { dir, reason })
  }
  if (isAway(error)) return say('start.store-away', { reason })
  return say('start.store-failed', { reason })
}

const PASSING: ReadonlySet<string | null> = new Set(['host-unknown', 'busy', 'full', 'locked'])

/** Whether it may well be over in a while: a machine that starts, a network, a disk that somebody is emptying. */
export function mayPass(error: unknown): boolean {
  if (error instanceof BlobsUnreachable) return error.code === 'away'
  // The one before may still be stopping.
  if (error instanceof FolderTaken) return true
  return PASSING.has(databaseTrouble(error)) || isAway(error)
}

function isAway(error: unknown): boolean {
  const isSocket = error instanceof Error && 'syscall' in error && error.syscall === 'connect'
  return isSocket || isDatabaseAway(error)
}

/** What the system says of it, on one line. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message.split('\n')[0] : String(error)
  return message || codeOf(error)
}

/** Which database it is, by the names that people gave: never the password of its address. */
function placeOf({ dataDir, databaseUrl }: Config) {
  const file = join(dataDir, 'jalon.sqlite')
  if (databaseUrl === undefined) return { file, host: '', user: '', database: '' }
  const { hostname, port, username, pathname, searchParams } = new URL(databaseUrl)
  const host = decodeURIComponent(hostname) || (searchParams.get('host') ?? 'localhost')
  const user = decodeURIComponent(username) || (searchParams.get('user') ?? '')
  const database = decodeURIComponent(pathname.slice(1)) || user
  return { file, host: port ? `${host}:${port}` : host, user, database }
}
