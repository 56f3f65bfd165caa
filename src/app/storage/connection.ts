import { openDB, unwrap, type IDBPDatabase } from 'idb'
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

/** Longer than a page that is left still runs; a page that was not left after all goes on after it. */
const LEAVING_MS = 1_000

/**
 * The database, reopened when the system closed it: iOS does so under memory pressure, and a
 * recording must not stop for that.
 */
export interface Connection {
  readonly use: <T>(work: (database: IDBPDatabase<PhoneSchema>) => Promise<T>) => Promise<T>
  /**
   * The page is being left. WebKit may keep it asleep with a transaction under way, which then never ends and shuts
   * every later page out: what is under way is called off, and done anew should this page go on.
   */
  readonly leave: () => void
  readonly close: () => Promise<void>
}

export function createConnection(options: ConnectionOptions = {}): Connection {
  let opened: Promise<IDBPDatabase<PhoneSchema>> | null = null
  let leaving: Promise<void> | null = null
  const underWay = new Set<IDBTransaction>()

  function open(): Promise<IDBPDatabase<PhoneSchema>> {
    if (leaving) return leaving.then(open)
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
    }).then(
      (database) => {
        follow(unwrap(database), underWay)
        return database
      },
      (error: unknown) => {
        opened = null
        throw error
      },
    )
    return opened
  }

  async function close(): Promise<void> {
    const database = await opened?.catch(() => null)
    database?.close()
    opened = null
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
    leave() {
      // Timers of a page that is asleep do not run.
      const mine = new Promise<void>((resolve) => setTimeout(resolve, LEAVING_MS)).then(() => {
        if (leaving === mine) leaving = null
      })
      leaving = mine
      for (const transaction of underWay) callOff(transaction)
      void close()
    },
    close,
  }
}

/** Keeps the set of transactions that have begun and not ended. */
function follow(database: IDBDatabase, underWay: Set<IDBTransaction>): void {
  const begin = database.transaction.bind(database)
  database.transaction = (...asked) => {
    const transaction = begin(...asked)
    underWay.add(transaction)
    for (const end of ['complete', 'abort']) {
      transaction.addEventListener(end, () => underWay.delete(transaction))
    }
    return transaction
  }
}

function callOff(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It was told to commit already, and ends by itself.
  }
}
