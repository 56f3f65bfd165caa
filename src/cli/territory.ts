import { readFile } from 'node:fs/promises'
import type { Position } from 'geojson'
import {
  outlineFault,
  rewoundOutline,
  type Outline,
} from '../domain/catalogue/territory-outline.ts'
import { territory as schema, type Territory } from '../domain/catalogue/territory.ts'
import type { Translate } from '../locales/translate.ts'
import { EXIT, type Command } from './command.ts'
import { packCommand } from './territory-pack.ts'
import { serverWords, withServices } from './with-services.ts'

/**
 * `territory import FILE`: what makes one office different from another. Again: replaces it.
 * `territory pack FILE`: the map its phones take along.
 */
export const command: Command = {
  options: {
    ...{ territory: 'string', name: 'string', attribution: 'string', licence: 'string' },
    remove: 'boolean',
  },
  async run(input, terminal) {
    const { words, json } = input
    const [action, file] = words
    if (action === 'pack') return packCommand(input, terminal)
    const say = serverWords(terminal)
    if (action !== 'import' || file === undefined) {
      terminal.warn(say('cli.territory.usage'))
      return EXIT.unusable
    }
    const read = await readTerritory(file, say)
    if (typeof read === 'string') {
      terminal.warn(read)
      return EXIT.unusable
    }
    return withServices(terminal, async ({ store }) => {
      const known = await store.read((tx) => tx.territories.list())
      if (known.some((one) => one.demo !== read.demo)) {
        terminal.warn(say('cli.territory.beside-demo'))
        return EXIT.unusable
      }
      await store.transaction((tx) => tx.territories.put(read))
      const { id, name } = read
      terminal.print(
        json
          ? JSON.stringify({ territory: id })
          : say('cli.territory.imported', { id, name: name.fr }),
      )
      return EXIT.done
    })
  },
}

/** The territory in a file, or the sentence that says why there is none. */
async function readTerritory(file: string, say: Translate): Promise<Territory | string> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return say('cli.territory.no-file', { file })
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    return say('cli.territory.not-json', { file, reason })
  }
  const parsed = schema.safeParse(raw)
  if (parsed.success) {
    const outline = parsed.data.outline as Outline
    const fault = outlineFault(outline)
    if (fault?.kind === 'no-area') return say('cli.territory.no-area', { file })
    if (fault) return say('cli.territory.crossed', { file, at: placeOf(fault.at) })
    return { ...parsed.data, outline: rewoundOutline(outline) as Territory['outline'] }
  }
  const field = parsed.error.issues[0]?.path.join('.') || 'format'
  return say('cli.territory.bad-field', { file, field })
}

function placeOf([lon, lat]: Position): string {
  return `${lat!.toFixed(5)}, ${lon!.toFixed(5)}`
}
