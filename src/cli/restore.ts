import { resolve } from 'node:path'
import { CannotRestore, readBackup } from '../server/storage/backup.ts'
import { EXIT, type Command } from './command.ts'
import { withServices } from './with-services.ts'

/** `restore DIR`: fills an empty store; phones then offer again what came after the backup. */
export const command: Command = {
  run({ words: [folder], json }, terminal) {
    return withServices(
      terminal,
      async (services, say) => {
        if (folder === undefined) {
          terminal.warn(say('cli.restore.usage'))
          return EXIT.unusable
        }
        try {
          const { manifest, missingBlobs } = await readBackup(
            services,
            resolve(folder),
            services.newId,
          )
          const { rows, madeAt, blobs } = manifest
          terminal.print(
            json
              ? JSON.stringify({ rows, blobs, missingBlobs, madeAt })
              : say('cli.restore.done', { rows, blobs, madeAt }),
          )
          if (missingBlobs === 0) return EXIT.done
          terminal.warn(say('cli.restore.missing', { count: missingBlobs }))
          return EXIT.findings
        } catch (error) {
          if (!(error instanceof CannotRestore)) throw error
          const { dataDir } = services.config
          terminal.warn(say(`cli.restore.${error.code}`, { folder, dir: dataDir }))
          return EXIT.unusable
        }
      },
      { alone: true },
    )
  },
}
