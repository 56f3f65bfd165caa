import { resolve } from 'node:path'
import type { Services } from '../server/services/services.ts'
import { CannotWriteBackup } from '../server/storage/backup-rows.ts'
import { writeBackup, type BackupManifest } from '../server/storage/backup.ts'
import { EXIT, type Command } from './command.ts'
import { withServices } from './with-services.ts'

/** `backup DIR`: everything, while the server runs, into a folder that either engine can restore. */
export const command: Command = {
  run({ words: [folder], json }, terminal) {
    return withServices(
      terminal,
      async (services, say) => {
        if (folder === undefined) {
          terminal.warn(say('cli.backup.usage'))
          return EXIT.unusable
        }
        const madeAt = new Date(services.nowMs()).toISOString()
        const manifest = await write(services, folder, madeAt, (reason) =>
          terminal.warn(say('cli.backup.not-written', { folder, reason })),
        )
        if (!manifest) return EXIT.unusable
        const { rows, blobs } = manifest
        terminal.print(
          json ? JSON.stringify(manifest) : say('cli.backup.done', { folder, rows, blobs }),
        )
        const { missingBlobs: count = 0 } = manifest
        if (count === 0) return EXIT.done
        terminal.warn(say('cli.backup.missing', { count }))
        return EXIT.findings
      },
      { data: true },
    )
  },
}

/** `null` when the folder could not be written to; what the server's own data say is thrown on. */
async function write(
  services: Services,
  folder: string,
  madeAt: string,
  warn: (reason: string) => void,
): Promise<BackupManifest | null> {
  try {
    return await writeBackup(services, resolve(folder), madeAt)
  } catch (error) {
    if (!(error instanceof CannotWriteBackup)) throw error
    warn(error.reason)
    return null
  }
}
