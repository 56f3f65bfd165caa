import { resolve } from 'node:path'
import { writeBackup } from '../server/storage/backup.ts'
import { EXIT, type Command } from './command.ts'
import { withServices } from './with-services.ts'

/** `backup DIR`: everything, while the server runs, into a folder that either engine can restore. */
export const command: Command = {
  run({ words: [folder], json }, terminal) {
    return withServices(terminal, async (services, say) => {
      if (folder === undefined) {
        terminal.warn(say('cli.backup.usage'))
        return EXIT.unusable
      }
      const madeAt = new Date(services.nowMs()).toISOString()
      const manifest = await writeBackup(services, resolve(folder), madeAt)
      const { rows, blobs } = manifest
      terminal.print(
        json ? JSON.stringify(manifest) : say('cli.backup.done', { folder, rows, blobs }),
      )
      const { missingBlobs: count = 0 } = manifest
      if (count === 0) return EXIT.done
      terminal.warn(say('cli.backup.missing', { count }))
      return EXIT.findings
    })
  },
}
