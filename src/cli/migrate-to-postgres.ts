import { join } from 'node:path'
import { readConfig } from '../server/config.ts'
import { moveStore, TargetNotEmpty } from '../server/storage/move-store.ts'
import { openPostgres } from '../server/storage/postgres/open-postgres.ts'
import { openSqlite } from '../server/storage/sqlite/open-sqlite.ts'
import { EXIT, type Command } from './command.ts'
import { serverWords } from './with-services.ts'

/** `migrate-to-postgres`: the rows of `JALON_DATA` into the empty database of `DATABASE_URL`. */
export const command: Command = {
  async run({ json }, terminal) {
    const say = serverWords(terminal)
    const { dataDir, databaseUrl } = readConfig(process.env)
    if (databaseUrl === undefined) {
      terminal.warn(say('cli.migrate.usage'))
      return EXIT.unusable
    }
    const from = await openSqlite(join(dataDir, 'jalon.sqlite'))
    const to = await openPostgres(databaseUrl)
    try {
      const rows = await moveStore(from, to)
      terminal.print(json ? JSON.stringify({ rows }) : say('cli.migrate.done', { rows }))
      return EXIT.done
    } catch (error) {
      if (!(error instanceof TargetNotEmpty)) throw error
      terminal.warn(say('cli.migrate.not-empty'))
      return EXIT.unusable
    } finally {
      await from.close()
      await to.close()
    }
  },
}
