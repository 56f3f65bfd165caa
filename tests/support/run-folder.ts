import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Linux's folder in memory: the ten thousand small files of a run's databases cost a disk minutes. */
const MEMORY = '/dev/shm'
/** What the folder may grow to, with some to spare, bytes. */
const ROOM_BYTES = 4e9
const NAME = 'jalon-tests-'

/**
 * Scratch directory of one test run, in memory where there is room. Everything temporary of the run and of its
 * children lies in it; it goes when the run ends, and with the next run when it was killed.
 */
export function useRunFolder(): void {
  // The configuration is read again in each worker.
  if (process.env['JALON_TEST_RUN']) return
  process.env['JALON_TEST_RUN'] = String(process.pid)
  const parent = hasRoomInMemory() ? MEMORY : tmpdir()
  for (const name of readdirSync(parent)) {
    const owner = name.startsWith(NAME) ? Number(name.slice(NAME.length)) : 0
    if (owner > 0 && !isAlive(owner)) remove(join(parent, name))
  }
  const folder = join(parent, `${NAME}${process.pid}`)
  // PostgreSQL runs as another user.
  mkdirSync(folder, { mode: 0o755 })
  for (const variable of ['TMPDIR', 'TEMP', 'TMP']) process.env[variable] = folder
  process.on('exit', () => remove(folder))
}

function hasRoomInMemory(): boolean {
  if (process.platform !== 'linux' || !existsSync(MEMORY)) return false
  const { bavail, bsize } = statfsSync(MEMORY)
  return Math.min(bavail * bsize, process.availableMemory()) > ROOM_BYTES
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // Somebody still writes there: the next run takes it away.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
