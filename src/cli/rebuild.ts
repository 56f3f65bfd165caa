import { rebuildCatalogue } from '../server/storage/rebuild-catalogue.ts'
import { EXIT, wordOption, type Command } from './command.ts'
import { withServices } from './with-services.ts'

/** `rebuild [--territory ID]`: folds every decision again; says whether the catalogue was right. */
export const command: Command = {
  options: { territory: 'string' },
  run(input, terminal) {
    return withServices(
      terminal,
      async ({ store }, say) => {
        const named = wordOption(input, 'territory')
        const all = (await store.read((tx) => tx.territories.list())).map((one) => one.id)
        const ids = named === undefined ? all : all.filter((id) => id === named)
        if (ids.length === 0) {
          terminal.warn(say('cli.which-territory', { ids: all.join(', ') || '–' }))
          return EXIT.unusable
        }
        let right = true
        for (const territory of ids) {
          const { decisions, entities, different } = await rebuildCatalogue(store, territory)
          right &&= different.length === 0
          const params = { territory, decisions, entities, different: different.length }
          terminal.print(
            input.json
              ? JSON.stringify({ ...params, different })
              : say(different.length === 0 ? 'cli.rebuild.equal' : 'cli.rebuild.mended', params),
          )
        }
        return right ? EXIT.done : EXIT.findings
      },
      { data: true },
    )
  },
}
