import { existsSync } from 'node:fs'
import { join } from 'node:path'
import english from '../locales/en/server.json' with { type: 'json' }
import french from '../locales/fr/server.json' with { type: 'json' }
import { translator, type Translate } from '../locales/translate.ts'
import { ConfigError, readConfig, type Config } from '../server/config.ts'
import type { Services } from '../server/services/services.ts'
import { startServices, stopServices } from '../server/services/start-services.ts'
import { isInUse as isDatabaseInUse } from '../server/storage/postgres/is-in-use.ts'
import { isInUse } from '../server/storage/sqlite/is-in-use.ts'
import { whyNotOpen } from '../server/why-not-open.ts'
import { EXIT, type ExitCode, type Terminal } from './command.ts'

/** What a command needs of the data before it begins. */
export interface Needs {
  /** There must be data already: looking after a wrong folder would make an empty one, and find all well. */
  readonly data?: boolean
  /** No server may be running on them, as far as can be told: it would not see what changed under it. */
  readonly alone?: boolean
}

/** The words of the commands that work on a server's data. */
export function serverWords({ language }: Terminal): Translate {
  return translator({ fr: french, en: english }, language)
}

/** The settings; a bad one is said in one sentence. */
export function settings({ warn }: Terminal, say: Translate): Config | null {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    warn(say(`config.${error.variable}`, { value: error.value }))
    return null
  }
}

/** Opens the data that the settings name, works on it, and closes it whatever happens. */
export async function withServices(
  terminal: Terminal,
  work: (services: Services, say: Translate) => Promise<ExitCode>,
  needs: Needs = {},
): Promise<ExitCode> {
  const say = serverWords(terminal)
  const config = settings(terminal, say)
  if (!config) return EXIT.unusable
  let services: Services
  try {
    if (config.databaseUrl === undefined) {
      if (!fileFits(config.dataDir, needs, terminal, say)) return EXIT.unusable
    } else if (needs.alone && !(await databaseFits(config.databaseUrl, terminal, say))) {
      return EXIT.unusable
    }
    services = await startServices(config)
  } catch (error) {
    terminal.warn(whyNotOpen(error, config, say))
    return EXIT.unusable
  }
  try {
    if (needs.data && (await services.store.read((tx) => tx.territories.list())).length === 0) {
      const place = config.databaseUrl === undefined ? config.dataDir : 'PostgreSQL'
      terminal.warn(say('cli.no-territory', { place }))
      return EXIT.unusable
    }
    return await work(services, say)
  } catch (error) {
    terminal.warn(whyNotOpen(error, config, say))
    return EXIT.unusable
  } finally {
    await stopServices(services)
  }
}

/** Whether the embedded database of a folder is as a command needs it; says so when it is not. */
export function fileFits(dir: string, needs: Needs, { warn }: Terminal, say: Translate): boolean {
  const file = join(dir, 'jalon.sqlite')
  if (needs.data && !existsSync(file)) {
    warn(say('cli.no-data', { dir }))
    return false
  }
  if (needs.alone && isInUse(file)) {
    warn(say('cli.in-use', { dir }))
    return false
  }
  return true
}

/** Whether nobody works on this PostgreSQL database, as far as can be told; says so when somebody does. */
export async function databaseFits(
  url: string,
  { warn }: Pick<Terminal, 'warn'>,
  say: Translate,
): Promise<boolean> {
  if (!(await isDatabaseInUse(url))) return true
  warn(say('cli.in-use', { dir: 'PostgreSQL' }))
  return false
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
