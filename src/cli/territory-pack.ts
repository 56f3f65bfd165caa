import { join } from 'node:path'
import { boxOf, packShelf } from '../server/packs/pack-shelf.ts'
import { readPack, UnusablePack } from '../server/packs/read-pack.ts'
import type { MapPack } from '../contract/packs.ts'
import { EXIT, wordOption, type CommandInput, type ExitCode, type Terminal } from './command.ts'
import { oneTerritory, serverWords, withServices } from './with-services.ts'

/** `territory pack FILE`: the map that phones take along. Again: replaces it. `--remove`: none any more. */
export function packCommand(input: CommandInput, terminal: Terminal): Promise<ExitCode> {
  const file = input.words[1]
  const remove = input.options['remove'] === true
  return withServices(terminal, async (services, say) => {
    const id = await oneTerritory(services, wordOption(input, 'territory'), terminal.warn, say)
    if (id === null) return EXIT.unusable
    const territory = await services.store.read((tx) => tx.territories.get(id))
    const shelf = packShelf(join(services.config.dataDir, 'packs'))
    if (remove) {
      const count = await shelf.clear(id)
      terminal.print(
        input.json ? JSON.stringify({ removed: count }) : say('cli.pack.removed', { count }),
      )
      return EXIT.done
    }
    if (file === undefined || !territory) {
      terminal.warn(say('cli.pack.usage'))
      return EXIT.unusable
    }
    const pack = await usable(file, input, boxOf(territory), terminal)
    if (!pack) return EXIT.unusable
    await shelf.put(id, file, pack)
    const { name, bytes, minZoom, maxZoom, attribution } = pack
    terminal.print(
      input.json
        ? JSON.stringify(pack)
        : say('cli.pack.added', {
            ...{ name: name.fr, megabytes: (bytes / 1e6).toFixed(1), minZoom, maxZoom },
            ...{ attribution, territory: id },
          }),
    )
    return EXIT.done
  })
}

/** The manifest of a file, or `null` after one sentence. */
async function usable(
  file: string,
  input: CommandInput,
  territory: MapPack['bounds'],
  terminal: Terminal,
): Promise<MapPack | null> {
  const name = wordOption(input, 'name')
  try {
    return await readPack(file, {
      territory,
      ...(name ? { name: { fr: name } } : {}),
      attribution: wordOption(input, 'attribution'),
      licence: wordOption(input, 'licence'),
    })
  } catch (error) {
    if (!(error instanceof UnusablePack)) throw error
    terminal.warn(serverWords(terminal)(`cli.pack.${error.code}`, { file, ...error.params }))
    return null
  }
}
