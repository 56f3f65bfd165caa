import { existsSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import { codeOf } from '../../error-code.ts'

/**
 * Whether another process has this database open. A connection in WAL mode holds a shared lock for as long as it
 * lives, so that one who asks for the file alone is refused. A file that is absent is nobody's.
 */
export function isInUse(file: string): boolean {
  if (!existsSync(file)) return false
  const database = new BetterSqlite3(file, { timeout: 0 })
  try {
    database.pragma('locking_mode = exclusive')
    database.prepare('select count(*) from sqlite_master').get()
    return false
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY')) return true
    throw error
  } finally {
    database.close()
  }
}
