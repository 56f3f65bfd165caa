import { resolve } from 'node:path'
import * as z from 'zod/mini'
import type { S3Place } from './storage/blobs/s3-client.ts'

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
  /** An S3-compatible store for blobs, instead of files in the data folder. */
  readonly s3?: S3Place
  /** A PMTiles archive of terrarium tiles: climb is then told from the ground. */
  readonly terrainFile?: string
  /** What whoever reads `/metrics` must show; without it nobody may. */
  readonly metricsToken?: string
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

const port = z.coerce.number().check(z.int(), z.gte(0), z.lte(65_535))
const httpUrl = z.url({ protocol: /^https?$/ })
/** An origin: the pages' addresses begin at its root. */
const originUrl = z.url({ protocol: /^https?$/ }).check(
  z.refine((text) => {
    if (!URL.canParse(text)) return false
    const { pathname, search, hash, username } = new URL(text)
    return pathname === '/' && search + hash + username === ''
  }),
)
const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/ })
  .check(z.refine((text) => URL.canParse(text) && isEncodedWell(new URL(text))))

/** A `%` of a password must be written `%25`. */
function isEncodedWell({ username, password, hostname, pathname }: URL): boolean {
  try {
    return [username, password, hostname, pathname].every(
      (part) => decodeURIComponent(part) !== null,
    )
  } catch {
    return false
  }
}

/** `s3://bucket` or `s3://bucket/prefix`. */
const S3_ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*))?$/

/** One schema per variable, so that the sentence can name the one that is wrong. */
const VARIABLES = {
  PORT: z._default(port, 8080),
  HOST: z._default(z.string().check(z.minLength(1)), '127.0.0.1'),
  JALON_DATA: z._default(z.string().check(z.minLength(1)), './var'),
  DATABASE_URL: z.optional(postgresUrl),
  JALON_BASE_URL: z.optional(originUrl),
  JALON_LANG: z._default(z.enum(['fr', 'en']), 'fr'),
  JALON_LOG: z._default(z.enum(LOG_LEVELS), 'warn'),
  JALON_DEMO: z._default(z.enum(['0', '1']), '1'),
  JALON_TRUST_PROXY: z._default(z.enum(['0', '1']), '0'),
  JALON_BLOBS: z.optional(z.string().check(z.regex(S3_ADDRESS))),
  JALON_S3_ENDPOINT: z.optional(httpUrl),
  JALON_S3_REGION: z._default(z.string().check(z.regex(/^[a-z0-9-]+$/)), 'us-east-1'),
  AWS_ACCESS_KEY_ID: z.optional(z.string()),
  AWS_SECRET_ACCESS_KEY: z.optional(z.string()),
  JALON_TERRAIN: z.optional(z.string()),
  JALON_METRICS_TOKEN: z.optional(z.string().check(z.regex(/^[\x21-\x7e]{16,}$/))),
} as const
export type Variable = keyof typeof VARIABLES

/** Never shown, not even to say that they are wrong. */
const SECRETS: ReadonlySet<string> = new Set(['AWS_SECRET_ACCESS_KEY', 'JALON_METRICS_TOKEN'])

/** A setting that cannot be read: its sentence is in `server.json`, under `config.<VARIABLE>`. */
export class ConfigError extends Error {
  readonly variable: Variable
  readonly value: string
  constructor(variable: Variable, value: string) {
    const shown = SECRETS.has(variable) && value !== '' ? '…' : withoutPassword(value)
    super(`${variable}=${shown}`)
    this.variable = variable
    this.value = shown
  }
}

/** An address without its password, wherever it stands in it; of one that cannot be read, the kind alone. */
function withoutPassword(value: string): string {
  const [, scheme] = /^(\w+:)\/\//.exec(value) ?? []
  if (scheme === undefined) return value
  const hasSecret = /[@?]/.test(value) || scheme.startsWith('postgres')
  if (!URL.canParse(value)) return hasSecret ? `${scheme}//…` : value
  const { username, password, host, pathname, search } = new URL(value)
  const who = username === '' && password === '' ? '' : `${username}${password && ':…'}@`
  const isTelling = /pass|secret|token|key/i.test(search)
  const rest = isTelling ? `${pathname}?…` : pathname + search
  return who === '' && !isTelling ? value : `${scheme}//${who}${host}${rest}`
}

/** Reads the environment. An empty variable counts as absent. Throws a `ConfigError` at the first bad one. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read: Read = <V extends Variable>(variable: V) => {
    const value = environment[variable]?.trim() || undefined
    const parsed = VARIABLES[variable].safeParse(value)
    if (!parsed.success) throw new ConfigError(variable, value ?? '')
    return parsed.data as z.infer<(typeof VARIABLES)[V]>
  }
  const port = read('PORT')
  const databaseUrl = read('DATABASE_URL')
  const s3 = s3Place(read)
  const terrain = read('JALON_TERRAIN')
  const metricsToken = read('JALON_METRICS_TOKEN')
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
    ...(s3 ? { s3 } : {}),
    ...(terrain === undefined ? {} : { terrainFile: resolve(terrain) }),
    ...(metricsToken === undefined ? {} : { metricsToken }),
  }
}

type Read = <V extends Variable>(variable: V) => z.infer<(typeof VARIABLES)[V]>

/** Everything that an S3-compatible store needs, or nothing. Keys are read here and nowhere else. */
function s3Place(read: Read): S3Place | undefined {
  const address = read('JALON_BLOBS')
  if (address === undefined) return undefined
  const [, bucket = '', prefix = ''] = S3_ADDRESS.exec(address) ?? []
  const region = read('JALON_S3_REGION')
  const [keyId, secret] = [read('AWS_ACCESS_KEY_ID'), read('AWS_SECRET_ACCESS_KEY')]
  if (keyId === undefined) throw new ConfigError('AWS_ACCESS_KEY_ID', '')
  if (secret === undefined) throw new ConfigError('AWS_SECRET_ACCESS_KEY', '')
  return {
    endpoint: read('JALON_S3_ENDPOINT') ?? `https://s3.${region}.amazonaws.com`,
    region,
    bucket,
    prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    keyId,
    secret,
  }
}
