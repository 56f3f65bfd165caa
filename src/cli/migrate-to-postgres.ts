import { join } from 'node:path'
import { moveStore, TargetNotEmpty } from '../server/storage/move-store.ts'
import { openPostgres } from '../server/storage/postgres/open-postgres.ts'
import { openSqlite } from '../server/storage/sqlite/open-sqlite.ts'
import type { Store } from '../server/storage/store.ts'
import { whyNotOpen } from '../server/why-not-open.ts'
import { EXIT, type Command } from './command.ts'
import { databaseFits, fileFits, serverWords, settings } from './with-services.ts'

/** `migrate-to-postgres`: the rows of `JALON_DATA` into the empty database of `DATABASE_URL`. */
export const command: Command = {
  async run({ json }, terminal) {
    const say = serverWords(terminal)
    const config = settings(terminal, say)
    if (!config) return EXIT.unusable
    const { databaseUrl, ...embedded } = config
    if (databaseUrl === undefined) {
      terminal.warn(say('cli.migrate.usage'))
      return EXIT.unusable
    }
    // The one that is being worked on is the one to speak of.
    let at = embedded as typeof config
    let from: Store | undefined
    let to: Store | undefined
    try {
      if (!fileFits(config.dataDir, { data: true, alone: true }, terminal, say)) {
        return EXIT.unusable
      }
      from = await openSqlite(join(config.dataDir, 'jalon.sqlite'))
      at = config
      if (!(await databaseFits(databaseUrl, terminal, say))) return EXIT.unusable
      to = await openPostgres(databaseUrl)
      const rows = await moveStore(from, to)
      terminal.print(json ? JSON.stringify({ rows }) : say('cli.migrate.done', { rows }))
      return EXIT.done
    } catch (error) {
      const database = new URL(databaseUrl).pathname.slice(1)
      const isFull = error instanceof TargetNotEmpty
      terminal.warn(
        isFull ? say('cli.migrate.not-empty', { database }) : whyNotOpen(error, at, say),
      )
      return EXIT.unusable
    } finally {
      await from?.close()
      await to?.close()
    }
  },
}
