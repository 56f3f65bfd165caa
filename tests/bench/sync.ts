/**
 * `npm run bench:sync`: reports with a photo each, from 1, 10 and 50 phones, against a bare insert of the
 * same bytes by the same driver in the same run; batches of 50; a pull of 20,000 rows; memory.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import BetterSqlite3 from 'better-sqlite3'
import pg from 'pg'
import { invite } from '../../src/server/access/invitations.ts'
import { readConfig } from '../../src/server/config.ts'
import { startServices, stopServices } from '../../src/server/services/start-services.ts'
import { aPhoto } from '../support/photos.ts'
import { startPostgres } from '../support/postgres.ts'
import { aHeritageEntity, aReport, aTerritory, newId, TERRITORY } from '../support/records.ts'
import { startServer } from '../support/running-server.ts'

const { values } = parseArgs({
  options: {
    reports: { type: 'string', default: '1500' },
    batches: { type: 'string', default: '200' },
    memory: { type: 'string', default: '100000' },
    engine: { type: 'string' },
  },
})
const REPORTS = Number(values.reports)
const BATCHES = Number(values.batches)
const MEMORY_RECORDS = Number(values.memory)
const METRICS_TOKEN = 'jeton-du-banc-de-mesure'
const PULL_ROWS = 20_000

const base = (await aPhoto(1, { widthPx: 640, heightPx: 480 })).bytes
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

for (const engine of values.engine ? [values.engine] : ['sqlite', 'postgres']) {
  const postgres = engine === 'postgres' ? await startPostgres({ fsync: true }) : undefined
  const databaseUrl = await postgres?.database()
  const bareUrl = await postgres?.database()
  const environment = {
    JALON_DEMO: '0',
    JALON_LOG: 'silent',
    JALON_METRICS_TOKEN: METRICS_TOKEN,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  }
  const server = await startServer(environment)
  try {
    const people = await openTerritory(server.dataDir, environment)
    const phones: BenchPhone[] = []
    // One after the other: many at the same instant look like somebody guessing.
    for (const code of people) phones.push(await redeem(server.port, code))
    console.log(`\n${engine}${postgres ? ` ${postgres.version}` : ''}`)
    for (const count of [1, 10, 50]) {
      const plain = () => (bareUrl ? barePostgres(bareUrl, count) : bareSqlite())
      const first = await plain()
      const before = await cpuSeconds(server.port)
      const ours = await reports(server.port, phones.slice(0, count))
      const cpuMs = ((await cpuSeconds(server.port)) - before) * (1_000 / REPORTS)
      // Before and after: the disk of a shared machine has its moments.
      const bare = (first + (await plain())) / 2
      console.log(
        `  ${count} phones, a report and its photo: ${ours.perSecond.toFixed(0)}/s, p95 ${ours.p95Ms.toFixed(1)} ms, ${cpuMs.toFixed(1)} ms of the server's processor each; bare insert ${bare.toFixed(0)}/s; ratio ${(ours.perSecond / bare).toFixed(2)}`,
      )
    }
    const one = await batches(server.port, phones.slice(0, 1))
    const ten = await batches(server.port, phones.slice(0, 10))
    console.log(`  batches of 50: ${one.toFixed(0)} records/s, from ten phones ${ten.toFixed(0)}`)
    const pull = await pullAll(server.port, phones[0]!)
    console.log(`  pull of ${pull.rows} rows by 500: ${pull.tookMs.toFixed(0)} ms`)
    console.log(`  ${await memory(server.port, phones[0]!)}; load ${loadavg()[0]!.toFixed(1)}`)
  } finally {
    await server.dispose()
    await postgres?.stop()
  }
}
agent.destroy()

async function openTerritory(dataDir: string, environment: Record<string, string>) {
  const services = await startServices(readConfig({ ...environment, JALON_DATA: dataDir }))
  await services.store.transaction((tx) => tx.territories.put(aTerritory()))
  for (let at = 0; at < PULL_ROWS; at += 1_000) {
    const points = Array.from({ length: 1_000 }, () => aHeritageEntity())
    await services.store.transaction((tx) => tx.catalogue.put(TERRITORY, points))
  }
  const codes = []
  for (let i = 0; i < 50; i++) {
    codes.push((await invite(services, { territory: TERRITORY, role: 'tester' })).code)
  }
  await stopServices(services)
  return codes
}

interface BenchPhone {
  readonly device: string
  readonly cookie: string
}

async function redeem(port: number, code: string): Promise<BenchPhone> {
  const device = newId()
  const body = JSON.stringify({ code, device, pseudonym: 'Banc', fifteenOrOlder: true })
  const { headers } = await send(port, 'POST', '/api/invitations/redeem', body)
  return { device, cookie: (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '' }
}

/** The same photo with another tail: other bytes, other name, still a picture. */
function anotherPhoto(): { bytes: Buffer; sha256: string } {
  const bytes = Buffer.concat([base, randomBytes(60_000)])
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

async function reports(port: number, phones: readonly BenchPhone[]) {
  const each = Math.ceil(REPORTS / phones.length)
  const tookMs: number[] = []
  const startedAt = performance.now()
  await Promise.all(
    phones.map(async ({ device, cookie }) => {
      for (let i = 0; i < each; i++) {
        const { bytes, sha256 } = anotherPhoto()
        const photos = [{ sha256, bytes: bytes.length, mediaType: 'image/jpeg' }]
        const at = performance.now()
        await send(port, 'PATCH', `/api/blobs/${sha256}`, bytes, {
          Cookie: cookie,
          'Upload-Offset': '0',
        })
        const answer = await push(port, { device, cookie }, [aReport({ device, photos })])
        if (!answer.includes('"created"')) throw new Error(answer)
        tookMs.push(performance.now() - at)
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1_000
  tookMs.sort((a, b) => a - b)
  return {
    perSecond: tookMs.length / seconds,
    p95Ms: tookMs[Math.floor(tookMs.length * 0.95)] ?? NaN,
  }
}

async function push(port: number, { device, cookie }: BenchPhone, records: unknown[]) {
  const sentAt = new Date().toISOString()
  const body = JSON.stringify({ protocol: 1, device, sentAt, records })
  return (await send(port, 'POST', '/api/push', body, { Cookie: cookie })).text
}

/** The batches of a long day without a network, one phone after another or all at once. */
async function batches(port: number, phones: readonly BenchPhone[]): Promise<number> {
  const startedAt = performance.now()
  await Promise.all(
    phones.map(async (phone) => {
      for (let i = 0; i < BATCHES / phones.length; i++) {
        const records = Array.from({ length: 50 }, () => aReport({ device: phone.device }))
        const answer = await push(port, phone, records)
        if (!answer.includes('"created"')) throw new Error(answer)
      }
    }),
  )
  return (BATCHES * 50) / ((performance.now() - startedAt) / 1_000)
}

/** What the server takes, at the tenth of so many observations, half way, and at the end. */
async function memory(port: number, phone: BenchPhone): Promise<string> {
  const marks: string[] = []
  const stops = [0.1, 0.5, 1].map((share) => Math.round(MEMORY_RECORDS * share))
  let sent = 0
  for (const stop of stops) {
    while (sent < stop) {
      const records = Array.from({ length: 200 }, () => aReport({ device: phone.device }))
      await push(port, phone, records)
      sent += records.length
    }
    const metric = await metrics(port)
    const megabytes = (name: string) => (metric(name) / 1e6).toFixed(0)
    const resident = megabytes('process_resident_memory_bytes')
    marks.push(`${sent}: ${resident} MB (heap ${megabytes('nodejs_heap_size_used_bytes')})`)
  }
  return `memory after more observations, ${marks.join(', ')}`
}

/** What the server says of itself, by the name of the figure. */
async function metrics(port: number): Promise<(name: string) => number> {
  const headers = { Authorization: `Bearer ${METRICS_TOKEN}` }
  const { text } = await send(port, 'GET', '/metrics', '', headers)
  return (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}

/** Says what a report costs whatever else the machine does, and whoever plays the phones. */
async function cpuSeconds(port: number): Promise<number> {
  return (await metrics(port))('process_cpu_seconds_total')
}

async function pullAll(port: number, { cookie }: BenchPhone) {
  const startedAt = performance.now()
  let rows = 0
  for (let after = 0; ;) {
    const path = `/api/pull?territory=${TERRITORY}&after=${after}`
    const page = JSON.parse((await send(port, 'GET', path, '', { Cookie: cookie })).text) as {
      rows: unknown[]
      next: number
      more: boolean
    }
    rows += page.rows.length
    after = page.next
    if (!page.more) return { rows, tookMs: performance.now() - startedAt }
  }
}

/** What the driver alone can do: the same bytes, one synced commit each. */
function bareSqlite(): number {
  const dir = mkdtempSync(join(tmpdir(), 'jalon-bare-'))
  const db = new BetterSqlite3(join(dir, 'bare.sqlite'))
  db.pragma('journal_mode = wal')
  db.pragma('synchronous = full')
  db.exec('create table reports (id text primary key, json text, photo blob)')
  const insert = db.prepare('insert into reports values (?, ?, ?)')
  const startedAt = performance.now()
  for (let i = 0; i < REPORTS; i++) {
    const report = aReport()
    insert.run(report.id, JSON.stringify(report), anotherPhoto().bytes)
  }
  const perSecond = REPORTS / ((performance.now() - startedAt) / 1_000)
  db.close()
  rmSync(dir, { recursive: true })
  return perSecond
}

async function barePostgres(url: string, connections: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: Math.min(10, connections) })
  await pool.query(
    'create table if not exists reports (id text primary key, json text, photo bytea)',
  )
  const startedAt = performance.now()
  const each = Math.ceil(REPORTS / connections)
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let i = 0; i < each; i++) {
        const report = aReport()
        const row = [report.id, JSON.stringify(report), anotherPhoto().bytes]
        await pool.query('insert into reports values ($1, $2, $3)', row)
      }
    }),
  )
  const perSecond = (each * connections) / ((performance.now() - startedAt) / 1_000)
  await pool.end()
  return perSecond
}

function send(
  port: number,
  method: string,
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<{ text: string; headers: Record<string, string[] | undefined> }> {
  return new Promise((resolve, reject) => {
    const length = { 'Content-Length': String(Buffer.byteLength(body)) }
    const options = { port, host: '127.0.0.1', method, path, agent }
    const call = request({ ...options, headers: { ...headers, ...length } }, (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if ((reply.statusCode ?? 500) >= 400) reject(new Error(`${reply.statusCode}: ${text}`))
        else resolve({ text, headers: reply.headersDistinct })
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}
