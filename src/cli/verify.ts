import { verifyBlobs } from '../server/storage/verify-blobs.ts'
import { EXIT, type Command } from './command.ts'
import { withServices } from './with-services.ts'

/** `verify`: reads every stored photo and raw fix; says which are missing, or no longer what they were. */
export const command: Command = {
  run({ json }, terminal) {
    return withServices(
      terminal,
      async (services, say) => {
        let right = true
        for (const { id: territory } of await services.store.read((tx) => tx.territories.list())) {
          const { blobs, missing, damaged } = await verifyBlobs(services, territory)
          const faults = missing.length + damaged.length
          right &&= faults === 0
          if (json) {
            terminal.print(JSON.stringify({ territory, blobs, missing, damaged }))
            continue
          }
          terminal.print(
            faults === 0
              ? say('cli.verify.right', { territory, blobs })
              : say('cli.verify.faults', {
                  ...{ territory, blobs },
                  ...{ missing: missing.length, damaged: damaged.length },
                }),
          )
          for (const sha256 of missing) terminal.print(say('cli.verify.missing', { sha256 }))
          for (const sha256 of damaged) terminal.print(say('cli.verify.damaged', { sha256 }))
        }
        return right ? EXIT.done : EXIT.findings
      },
      { data: true },
    )
  },
}
