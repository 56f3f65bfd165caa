import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { codeOf } from '../../error-code.ts'

/** Another server runs on this data folder. */
export class FolderTaken extends Error {
  /** Which one, as far as it could be read. */
  readonly pid: string
  constructor(pid: string) {
    super(`The data folder is served by process ${pid}.`)
    this.pid = pid
  }
}

/**
 * Mutex between processes: one server for each SQLite data folder. The lock is the operating system's, on a file of its
 * own, so that it ends with its process, however that dies; commands that share the database are not kept out.
 * @returns how to give the folder back
 * @throws FolderTaken
 */
export function holdFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const pidFile = join(folder, 'server.pid')
  const lock = new BetterSqlite3(join(folder, 'server.lock'), { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (codeOf(error).startsWith('SQLITE_BUSY')) throw new FolderTaken(pidIn(pidFile))
    throw error
  }
  writeFileSync(pidFile, `${process.pid}\n`)
  return () => lock.close()
}

function pidIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().slice(0, 20) || '?'
  } catch {
    return '?'
  }
}
