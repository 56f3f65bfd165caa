/**
 * `npm run bench:scale [-- --trails 100000 --observations 1000000 --engine sqlite|postgres]`: what a request
 * costs as the territory grows from 1,000 trails to many: box, one trail's sheet, a pull of one change, start.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openStore } from '../../src/server/storage/open-store.ts'
import type { Store } from '../../src/server/storage/store.ts'
import { startPostgres } from '../support/postgres.ts'
import { aHeritageEntity, aReport, aTrail, newId, received, TERRITORY } from '../support/records.ts'
import { createRandom } from '../support/simulator/random.ts'

const { values } = parseArgs({
  options: {
    trails: { type: 'string', default: '100000' },
    observations: { type: 'string', default: '1000000' },
    engine: { type: 'string' },
  },
})
const TRAILS = Number(values.trails)
const OBSERVATIONS = Number(values.observations)
const CHUNK = 1_000
const REPEATS = 200
/** About 50 km at these latitudes. */
const BOX_DEG = 0.5

for (const engine of values.engine ? [values.engine] : ['sqlite', 'postgres']) {
  const postgres = engine === 'postgres' ? await startPostgres({ fsync: true }) : undefined
  const dataDir = mkdtempSync(join(tmpdir(), 'jalon-scale-'))
  const databaseUrl = await postgres?.database()
  let store = await openStore({ dataDir, databaseUrl })
  try {
    console.log(`\n${engine}${postgres ? ` ${postgres.version}` : ''}`)
    const random = createRandom(42)
    const ids: string[] = []
    let observed = 0
    for (const size of sizes(TRAILS)) {
      await grow(store, ids, size, random)
      const wanted = Math.round((OBSERVATIONS * size) / TRAILS)
      observed = await observe(store, ids, observed, wanted, random)
      await store.close()
      if (databaseUrl) await analyse(databaseUrl)
      const startedAt = performance.now()
      store = await openStore({ dataDir, databaseUrl })
      await store.read((tx) => tx.feed.head(TERRITORY))
      const startMs = performance.now() - startedAt
      console.log(
        `  ${ids.length} trails, ${observed} observations: ${await figures(store, ids, random)}, start ${startMs.toFixed(0)} ms`,
      )
    }
  } finally {
    await store.close()
    await postgres?.stop()
    rmSync(dataDir, { recursive: true, force: true })
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

async function grow(
  store: Store,
  ids: string[],
  size: number,
  random: ReturnType<typeof createRandom>,
): Promise<void> {
  while (ids.length < size) {
    const trails = Array.from({ length: Math.min(CHUNK, size - ids.length) }, (_, i) => {
      const [lon, lat] = [random.uniform(-4, 8), random.uniform(42.5, 50.5)]
      const line = Array.from({ length: 30 }, (_, at) => [lon + at / 2_000, lat + at / 3_000])
      return aTrail({ slug: `sentier-${ids.length + i}`, line })
    })
    const points = trails.map((trail) =>
      aHeritageEntity({ trails: [trail.id] }, trail.geometry.coordinates[0]),
    )
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [...trails, ...points]))
    ids.push(...trails.map((trail) => trail.id))
  }
}

async function observe(
  store: Store,
  trails: readonly string[],
  from: number,
  to: number,
  random: ReturnType<typeof createRandom>,
): Promise<number> {
  for (let made = from; made < to; made += CHUNK) {
    const records = Array.from({ length: Math.min(CHUNK, to - made) }, () =>
      received(aReport({ trail: random.pick(trails), createdAt: '2026-11-20T09:00:00Z' })),
    )
    await store.transaction((tx) => tx.observations.add(TERRITORY, records))
  }
  return to
}

async function figures(
  store: Store,
  trails: readonly string[],
  random: ReturnType<typeof createRandom>,
): Promise<string> {
  const box = await p50(() => {
    const [west, south] = [random.uniform(-4, 7), random.uniform(43, 50)]
    return store.read((tx) =>
      tx.catalogue.byBox(TERRITORY, [west, south, west + BOX_DEG, south + BOX_DEG], ['trail']),
    )
  })
  const sheet = await p50(() => {
    const trail = random.pick(trails)
    return store.read(async (tx) => {
      await tx.catalogue.get(TERRITORY, 'trail', trail)
      await tx.catalogue.byTrail(TERRITORY, trail, 'heritage-point')
      await tx.observations.query(TERRITORY, { trail })
    })
  })
  const reader = newId()
  const pull = await p50(async () => {
    const after = await store.read((tx) => tx.feed.head(TERRITORY))
    await store.transaction((tx) => tx.catalogue.touch(TERRITORY, 'trail', random.pick(trails)))
    const at = performance.now()
    const rows = await store.read((tx) =>
      tx.catalogue.changes(TERRITORY, { after, limit: 500, reader }),
    )
    if (rows.length !== 1) throw new Error(`${rows.length} rows instead of one`)
    return performance.now() - at
  })
  return `box of 50 km p50 ${box.toFixed(2)} ms, a trail's sheet ${sheet.toFixed(2)} ms, pull of 1 change ${pull.toFixed(2)} ms`
}

/** Median of many; what `work` gives back, when it is a number, counts instead of its own time. */
async function p50(work: () => Promise<unknown>): Promise<number> {
  const tookMs: number[] = []
  for (let i = 0; i < REPEATS; i++) {
    const at = performance.now()
    const own = await work()
    tookMs.push(typeof own === 'number' ? own : performance.now() - at)
  }
  return tookMs.sort((a, b) => a - b)[REPEATS / 2] ?? NaN
}
