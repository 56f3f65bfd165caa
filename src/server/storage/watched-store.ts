import { codeOf } from '../error-code.ts'
import type { Store } from './store.ts'

/** Codes of SQLite (`SQLITE_FULL`), of PostgreSQL (`53100`), and of a connection that is gone. */
const OF_A_DATABASE = /^(SQLITE_\w+|[0-9A-Z]{5}|ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND)$/

/** A store that tells when its database fails; everything else is as it was. */
export function watchedStore(store: Store, tell: (code: string) => void): Store {
  const watch = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      const code = codeOf(error)
      if (OF_A_DATABASE.test(code)) tell(code)
      throw error
    }
  }
  return {
    engine: store.engine,
    transaction: (work) => watch(store.transaction(work)),
    read: (work) => watch(store.read(work)),
    ask: (question) => watch(store.ask(question)),
    dump: (write) => watch(store.dump(write)),
    load: (rows) => watch(store.load(rows)),
    close: () => store.close(),
  }
}
