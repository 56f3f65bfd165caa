import { resolve } from 'node:path'
import * as z from 'zod/mini'

/** How the server is set up: environment variables only, all optional. See `docs/operations.md`. */
export interface Config {
  readonly port: number
  /** Where it listens. `127.0.0.1`: this machine only; a phone elsewhere needs https in front anyway. */
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl?: string
  /** The public address, when a proxy stands in front; without a slash at the end. */
  readonly baseUrl: string
  /** True when people reach it by https: cookies are then `__Host-` and Secure. */
  readonly https: boolean
  /** Language of the console and of pages for readers who ask for none that is known. */
  readonly language: 'fr' | 'en'
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** Fill an empty store with the demonstration territory. */
  readonly demo: boolean
  /** Believe `X-Forwarded-For`: only behind a proxy that sets it. */
  readonly trustProxy: boolean
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

const port = z.coerce.number().check(z.int(), z.gte(0), z.lte(65_535))
const httpUrl = z.url({ protocol: /^https?$/ })
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ })

/** One schema per variable, so that the sentence can name the one that is wrong. */
const VARIABLES = {
  PORT: z._default(port, 8080),
  HOST: z._default(z.string().check(z.minLength(1)), '127.0.0.1'),
  JALON_DATA: z._default(z.string().check(z.minLength(1)), './var'),
  DATABASE_URL: z.optional(postgresUrl),
  JALON_BASE_URL: z.optional(httpUrl),
  JALON_LANG: z._default(z.enum(['fr', 'en']), 'fr'),
  JALON_LOG: z._default(z.enum(LOG_LEVELS), 'warn'),
  JALON_DEMO: z._default(z.enum(['0', '1']), '1'),
  JALON_TRUST_PROXY: z._default(z.enum(['0', '1']), '0'),
} as const
export type Variable = keyof typeof VARIABLES

/** A setting that cannot be read: its sentence is in `server.json`, under `config.<VARIABLE>`. */
export class ConfigError extends Error {
  readonly variable: Variable
  readonly value: string
  constructor(variable: Variable, value: string) {
    super(`${variable}=${value}`)
    this.variable = variable
    this.value = value
  }
}

/** Reads the environment. An empty variable counts as absent. Throws a `ConfigError` at the first bad one. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read = <V extends Variable>(variable: V): z.infer<(typeof VARIABLES)[V]> => {
    const value = environment[variable]?.trim() || undefined
    const parsed = VARIABLES[variable].safeParse(value)
    if (!parsed.success) throw new ConfigError(variable, value ?? '')
    return parsed.data as z.infer<(typeof VARIABLES)[V]>
  }
  const port = read('PORT')
  const databaseUrl = read('DATABASE_URL')
  const baseUrl = read('JALON_BASE_URL')?.replace(/\/+$/, '') ?? `http://localhost:${port}`
  return {
    port,
    host: read('HOST'),
    dataDir: resolve(read('JALON_DATA')),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    baseUrl,
    https: baseUrl.startsWith('https:'),
    language: read('JALON_LANG'),
    logLevel: read('JALON_LOG'),
    demo: read('JALON_DEMO') === '1',
    trustProxy: read('JALON_TRUST_PROXY') === '1',
  }
}
