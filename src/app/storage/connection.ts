import { openDB, type IDBPDatabase } from 'idb'
import { migrate, MIGRATIONS } from './migrations.ts'
import { DATABASE_NAME, type PhoneSchema } from './schema.ts'

export interface ConnectionOptions {
  readonly name?: string
  /** Another tab holds an older database open: it must be closed first. */
  readonly onBlocked?: () => void
  /** Another tab runs a newer Jalon and this connection stands in its way. */
  readonly onOutdated?: () => void
  /** False while a recording runs: then a newer tab has to wait (promise P22). */
  readonly mayClose?: () => boolean
}

/** What a dead connection throws; anything else is a real failure and passes through. */
const DEAD = new Set(['InvalidStateError', 'UnknownError', 'AbortError'])

/**
 * The database, reopened when the system closed it: iOS does so under memory pressure, and a
 * recording must not stop for that.
 */
export interface Connection {
  readonly use: <T>(work: (database: IDBPDatabase<PhoneSchema>) => Promise<T>) => Promise<T>
  readonly close: () => Promise<void>
}

export function createConnection(options: ConnectionOptions = {}): Connection {
  let opened: Promise<IDBPDatabase<PhoneSchema>> | null = null

  function open(): Promise<IDBPDatabase<PhoneSchema>> {
    opened ??= openDB<PhoneSchema>(options.name ?? DATABASE_NAME, MIGRATIONS.length, {
      upgrade: (database, oldVersion, _newVersion, transaction) =>
        migrate(database, oldVersion, transaction),
      blocked: () => options.onBlocked?.(),
      blocking: (_current, _blocked, event) => {
        if (options.mayClose && !options.mayClose()) return
        ;(event.target as IDBDatabase).close()
        opened = null
        options.onOutdated?.()
      },
      terminated: () => {
        opened = null
      },
    }).catch((error: unknown) => {
      opened = null
      throw error
    })
    return opened
  }

  return {
    async use(work) {
      try {
        return await work(await open())
      } catch (error) {
        if (!(error instanceof DOMException) || !DEAD.has(error.name)) throw error
        opened = null
        return work(await open())
      }
    },
    async close() {
      const database = await opened?.catch(() => null)
      database?.close()
      opened = null
    },
  }
}
