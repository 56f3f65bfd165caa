/**
 * `npm run bench:scale [-- --trails 100000 --observations 1000000 --engine sqlite|postgres]`: what a request
 * costs as the territory grows from 1,000 trails to many, through the server's own code: box, one trail's sheet on the
 * desk, a pull of one change with its status, the open catalogue, and a start of the real process.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import type { TrailEntity } from '../../src/domain/catalogue/entity.ts'
import { publicationFile, toGeoJsonText } from '../../src/domain/publication/publication-file.ts'
import type { Session } from '../../src/server/access/session.ts'
import { ALL_ROUTES } from '../../src/server/all-routes.ts'
import { readConfig } from '../../src/server/config.ts'
import { createApp } from '../../src/server/http/app.ts'
import { readDeskTrail } from '../../src/server/desk/desk-trail.ts'
import type { Services } from '../../src/server/services/services.ts'
import { startServices, stopServices } from '../../src/server/services/start-services.ts'
import type { Box, Store } from '../../src/server/storage/store.ts'
import { readChanges } from '../../src/server/sync/read-changes.ts'
import { startPostgres } from '../support/postgres.ts'
import { freePort } from '../support/running-server.ts'
import {
  aHeritageEntity,
  aReport,
  aTerritory,
  aTrail,
  AT,
  newId,
  received,
  TERRITORY,
} from '../support/records.ts'
import { createRandom } from '../support/simulator/random.ts'

const { values } = parseArgs({
  options: {
    trails: { type: 'string', default: '100000' },
    observations: { type: 'string', default: '1000000' },
    published: { type: 'string', default: '10000' },
    engine: { type: 'string' },
  },
})
const TRAILS = Number(values.trails)
const OBSERVATIONS = Number(values.observations)
const PUBLISHED = Number(values.published)
const CHUNK = 1_000
const REPEATS = 200
/** About 50 km at these latitudes. */
const BOX_DEG = 0.5

type Random = ReturnType<typeof createRandom>
interface Grown {
  readonly ids: string[]
  readonly published: TrailEntity[]
  observed: number
}

for (const engine of values.engine ? [values.engine] : ['sqlite', 'postgres']) {
  const postgres = engine === 'postgres' ? await startPostgres({ fsync: true }) : undefined
  const dataDir = mkdtempSync(join(tmpdir(), 'jalon-scale-'))
  const databaseUrl = await postgres?.database()
  const environment = {
    ...{ JALON_DATA: dataDir, JALON_LOG: 'silent', JALON_DEMO: '0' },
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  }
  try {
    console.log(`\n${engine}${postgres ? ` ${postgres.version}` : ''}`)
    const random = createRandom(42)
    const grown: Grown = { ids: [], published: [], observed: 0 }
    for (const size of sizes(TRAILS)) {
      await withServices(environment, async ({ store }) => {
        await store.transaction((tx) => tx.territories.put(aTerritory()))
        await grow(store, grown, size, random)
        await observe(store, grown, Math.round((OBSERVATIONS * size) / TRAILS), random)
      })
      if (databaseUrl) await analyse(databaseUrl)
      const startMs = await timeToFirstAnswer(environment)
      const load = loadavg()[0]!.toFixed(1)
      console.log(
        `  ${grown.ids.length} trails (${grown.published.length} published), ${grown.observed} observations; load ${load}`,
      )
      await withServices(environment, async (services) => {
        for (const line of await figures(services, grown, random)) console.log(`    ${line}`)
      })
      console.log(`    start of the process to its first answer ${startMs.toFixed(0)} ms`)
    }
  } finally {
    await postgres?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function withServices(
  environment: Record<string, string>,
  work: (services: Services) => Promise<void>,
): Promise<void> {
  const services = await startServices(readConfig(environment), { runsChecks: true })
  try {
    await work(services)
  } finally {
    await stopServices(services)
  }
}

/** What PostgreSQL does by itself a minute after a large change. */
async function analyse(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query('analyze')
  await client.end()
}

function sizes(last: number): readonly number[] {
  return [1_000, 10_000, 100_000].filter((size) => size < last).concat(last)
}

async function grow(store: Store, grown: Grown, size: number, random: Random): Promise<void> {
  const { ids, published } = grown
  while (ids.length < size) {
    const trails = Array.from({ length: Math.min(CHUNK, size - ids.length) }, (_, i) => {
      const [lon, lat] = [random.uniform(-4, 8), random.uniform(42.5, 50.5)]
      const line = Array.from({ length: 30 }, (_, at) => [lon + at / 2_000, lat + at / 3_000])
      const trail = aTrail({ slug: `sentier-${ids.length + i}`, line })
      return published.length + i < PUBLISHED ? publish(trail) : trail
    })
    const points = trails.map((trail) =>
      aHeritageEntity({ trails: [trail.id] }, trail.geometry.coordinates[0]),
    )
    const shown = trails.filter((trail) => trail.properties.published)
    await store.transaction(async (tx) => {
      await tx.catalogue.put(TERRITORY, [...trails, ...points])
      for (const trail of shown) await tx.publications.add(TERRITORY, frozen(trail))
    })
    ids.push(...trails.map((trail) => trail.id))
    published.push(...shown)
  }
}

function publish(trail: TrailEntity): TrailEntity {
  const published = { number: 1, at: AT, version: 1 }
  return { ...trail, properties: { ...trail.properties, published, publications: 1 } }
}

function frozen(trail: TrailEntity) {
  const file = publicationFile({
    ...{ trail, number: 1, heritage: [], tested: { tests: 0 }, office: 'Office d’essai' },
    ...{ licence: aTerritory().licence, photoHref: (sha256: string) => sha256 },
  })
  const bytes = new TextEncoder().encode(toGeoJsonText({ ...file }))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { trail: trail.id, number: 1, bytes, sha256, publishedAt: AT }
}

async function observe(store: Store, grown: Grown, to: number, random: Random): Promise<void> {
  while (grown.observed < to) {
    const records = Array.from({ length: Math.min(CHUNK, to - grown.observed) }, () =>
      received(aReport({ trail: random.pick(grown.ids), createdAt: '2026-11-20T09:00:00Z' })),
    )
    await store.transaction((tx) => tx.observations.add(TERRITORY, records))
    grown.observed += records.length
  }
}

async function figures(
  services: Services,
  { ids, published }: Grown,
  random: Random,
): Promise<readonly string[]> {
  const { store } = services
  const touch = (trail: string) =>
    store.transaction((tx) => tx.catalogue.touch(TERRITORY, 'trail', trail))
  const someBox = (): Box => {
    const [west, south] = [random.uniform(-4, 7), random.uniform(43, 50)]
    return [west, south, west + BOX_DEG, south + BOX_DEG]
  }
  const lying = await p50(() =>
    store.read((tx) => tx.catalogue.boxesIn(TERRITORY, someBox(), 'trail')),
  )
  const whole = await p50(() =>
    store.read((tx) => tx.catalogue.byBox(TERRITORY, someBox(), ['trail'])),
  )
  const nowMs = services.nowMs()
  const sheet = await p50(() =>
    store.read((tx) => readDeskTrail(tx, TERRITORY, random.pick(ids), nowMs, services.evidence)),
  )
  const reader: Session = {
    ...{ account: newId(), device: newId(), territory: TERRITORY, role: 'tester' },
    ...{ pseudonym: '', revoked: false, stale: false },
  }
  const pull = await p50(async () => {
    const after = await store.read((tx) => tx.feed.head(TERRITORY))
    await touch(random.pick(ids))
    const at = performance.now()
    const { rows } = await readChanges(services, reader, { after, limit: 500 })
    if (rows.length !== 1) throw new Error(`${rows.length} rows instead of one`)
    return performance.now() - at
  })
  const page = await p50(() => readChanges(services, reader, { after: 0, limit: 500 }), 5)
  const app = createApp(services, ALL_ROUTES)
  const catalogue = async () => {
    const at = performance.now()
    const response = await app.request('/catalogue/trails.geojson')
    const bytes = (await response.arrayBuffer()).byteLength
    return { tookMs: performance.now() - at, bytes }
  }
  const first = await catalogue()
  const again = await p50(async () => (await catalogue()).tookMs, 20)
  const changed = await p50(async () => {
    await touch(random.pick(published).id)
    return (await catalogue()).tookMs
  }, 20)
  const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`
  return [
    `box of 50 km: where trails lie ${ms(lying)}, the whole of them ${ms(whole)}; a trail's sheet ${ms(sheet)}, pull of 1 change ${ms(pull)}, of 500 published trails ${ms(page)} (p50)`,
    `trails.geojson, ${(first.bytes / 1e6).toFixed(1)} MB: first ${ms(first.tookMs)}, unchanged ${ms(again)}, after 1 change ${ms(changed)}`,
  ]
}

async function timeToFirstAnswer(environment: Record<string, string>): Promise<number> {
  const port = await freePort()
  const main = join(import.meta.dirname, '../../src/server/main.ts')
  const startedAt = performance.now()
  const env = { ...process.env, ...environment, PORT: String(port) }
  const child = spawn(process.execPath, [main], { env, stdio: 'ignore' })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    for (;;) {
      const response = await fetch(`http://localhost:${port}/api/info`).catch(() => null)
      if (response?.ok) return performance.now() - startedAt
      if (child.exitCode !== null) throw new Error('The server stopped at start.')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  } finally {
    child.kill('SIGKILL')
    await gone
  }
}

/** Median of many; what `work` gives back, when it is a number, counts instead of its own time. */
async function p50(work: () => Promise<unknown>, repeats = REPEATS): Promise<number> {
  const tookMs: number[] = []
  for (let i = 0; i < repeats; i++) {
    const at = performance.now()
    const own = await work()
    tookMs.push(typeof own === 'number' ? own : performance.now() - at)
  }
  return tookMs.sort((a, b) => a - b)[Math.floor(repeats / 2)] ?? NaN
}
