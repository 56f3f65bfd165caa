import english from '../locales/en/server.json' with { type: 'json' }
import french from '../locales/fr/server.json' with { type: 'json' }
import { translator, type Translate } from '../locales/translate.ts'
import { ConfigError, readConfig, type Config } from '../server/config.ts'
import type { Services } from '../server/services.ts'
import { startServices, stopServices } from '../server/start-services.ts'
import { whyNotOpen } from '../server/why-not-open.ts'
import { EXIT, type ExitCode, type Terminal } from './command.ts'

/** The words of the commands that work on a server's data. */
export function serverWords({ language }: Terminal): Translate {
  return translator({ fr: french, en: english }, language)
}

/** Opens the data that the settings name, works on it, and closes it whatever happens. */
export async function withServices(
  terminal: Terminal,
  work: (services: Services, say: Translate) => Promise<ExitCode>,
): Promise<ExitCode> {
  const say = serverWords(terminal)
  let config: Config
  let services: Services
  try {
    config = readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    terminal.warn(say(`config.${error.variable}`, { value: error.value }))
    return EXIT.unusable
  }
  try {
    services = await startServices(config)
  } catch (error) {
    terminal.warn(whyNotOpen(error, config, say))
    return EXIT.unusable
  }
  try {
    return await work(services, say)
  } finally {
    await stopServices(services)
  }
}

/** The territory named by `--territory`, or the only one there is. */
export async function oneTerritory(
  { store }: Services,
  named: string | undefined,
  warn: (line: string) => void,
  say: Translate,
): Promise<string | null> {
  const ids = (await store.read((tx) => tx.territories.list())).map((one) => one.id)
  const id = named ?? (ids.length === 1 ? ids[0] : undefined)
  if (id !== undefined && ids.includes(id)) return id
  warn(say('cli.which-territory', { ids: ids.join(', ') || '–' }))
  return null
}
