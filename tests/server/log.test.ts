import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorWithoutData } from '../../src/server/error-without-data.ts'
import { freshDatabase } from '../support/shared-postgres.ts'
import { aPhoto } from '../support/photos.ts'
import { aHeritagePoint, aTerritory, newId, TERRITORY } from '../support/records.ts'
import { jalon, startServer, type RunningServer } from '../support/running-server.ts'

const PSEUDONYM = 'Marie-Ségolène'
const LON = -0.698731
const WORDS = 'Le chien de M. Dubosc'

describe('what a real office’s server writes, at the level that says most', () => {
  let server: RunningServer
  let folder: string
  const secrets: string[] = [PSEUDONYM, String(LON), WORDS]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-log-'))
    server = await startServer({ JALON_DEMO: '0', JALON_LOG: 'debug', JALON_LANG: 'fr' })
    const file = join(folder, 'essai.json')
    await writeFile(file, JSON.stringify(aTerritory()))
    const imported = await jalon(['territory', 'import', file], { JALON_DATA: server.dataDir })
    expect(imported.code).toBe(0)
  }, 60_000)
  afterAll(async () => {
    await server?.dispose()
    await rm(folder, { recursive: true, force: true })
  })

  const call = (path: string, init: RequestInit = {}) => fetch(server.url + path, init)
  const post = (path: string, body: string, cookie = '') =>
    call(path, { method: 'POST', body, headers: { Cookie: cookie } })

  it('no name, place, words, address, cookie, code or invitation, in requests and in errors', async () => {
    const made = await jalon(['invite', '--json'], { JALON_DATA: server.dataDir })
    const { url, code } = JSON.parse(made.stdout) as { url: string; code: string }
    const token = url.split('#')[1]!
    const device = newId()
    secrets.push(token, code, device)
    // A link pasted wrong: its secret is in the path, or in the query.
    for (const path of [`/app/rejoindre/${token}`, `/app/rejoindre?t=${token}`, `/${code}`])
      await call(path)
    await post('/api/invitations/redeem', JSON.stringify({ token, device }))
    await post('/api/invitations/redeem', `{"token":"${token}","pseudonym":"${PSEUDONYM}`)
    const who = { token, device, pseudonym: PSEUDONYM, fifteenOrOlder: true }
    const joined = await post('/api/invitations/redeem', JSON.stringify(who))
    const cookie = joined.headers.get('Set-Cookie')!.split(';')[0]!
    secrets.push(cookie.split('=')[1]!)

    const { bytes, reference } = await aPhoto(3)
    const { sha256 } = reference
    await call(`/api/blobs/${sha256}`, {
      ...{ method: 'PATCH', headers: { Cookie: cookie, 'Upload-Offset': '0' } },
      body: bytes as BodyInit,
    })
    const point = aHeritagePoint({ device, photos: [reference], description: WORDS })
    const record = { ...point, geometry: { type: 'Point', coordinates: [LON, 43.63] } }
    const push = (records: unknown[]) =>
      post(
        '/api/push',
        JSON.stringify({ protocol: 1, device, sentAt: new Date().toISOString(), records }),
        cookie,
      )
    expect((await push([record, { ...record, id: WORDS }])).status).toBe(200)
    await call(`/api/devices/${device}?name=${PSEUDONYM}`, { headers: { Cookie: cookie } })

    // A phone that goes out of reach while it sends: every day, and no fault.
    const cut = request({
      ...{
        host: 'localhost',
        port: server.port,
        method: 'PATCH',
        path: `/api/blobs/${'0'.repeat(64)}`,
      },
      headers: { Cookie: cookie, 'Upload-Offset': '0', 'Content-Length': 1_000 },
    })
    cut.on('error', () => undefined)
    cut.write('x'.repeat(500))
    await new Promise((resolve) => setTimeout(resolve, 200))
    cut.destroy()
    await expect.poll(() => server.output()).toContain('"status":408')
    expect(server.output()).not.toContain('"level":50')

    // And when things go wrong under it: a file spoiled, then the whole database.
    await writeFile(join(server.dataDir, 'blobs', TERRITORY, sha256.slice(0, 2), sha256), 'abîmé')
    expect((await call(`/api/blobs/${sha256}`, { headers: { Cookie: cookie } })).status).toBe(503)
    const { default: BetterSqlite3 } = await import('better-sqlite3')
    const database = new BetterSqlite3(join(server.dataDir, 'jalon.sqlite'))
    database.exec('alter table observations rename to nowhere')
    // Without the photo: with it, the record would wait until that was brought again.
    const alone = { ...record.properties, photos: [] }
    const failed = await push([{ ...record, id: newId(), properties: alone }])
    expect(failed.status).toBe(500)
    database.exec('alter table nowhere rename to observations')
    database.close()
    expect((await push([{ ...record, id: newId() }])).status).toBe(200)

    await server.terminate()
    const written = server.output()
    expect(written).toContain('"msg":"request failed"')
    expect(written).toContain('a stored file is damaged')
    expect(written).toContain('"route":"/api/push"')
    for (const secret of secrets) expect(written).not.toContain(secret)
    expect(written).not.toMatch(/127\.0\.0\.1|::1/)
    // The journal of a service is no place for a link that opens the office.
    await server.start()
    await server.terminate()
    expect(server.output()).toContain('invite --role staff')
    expect(server.output()).not.toContain('rejoindre#')
    expect(await readdir(server.dataDir)).toContain('jalon.sqlite')
  }, 60_000)
})

describe('an error in the log', () => {
  const logged = (error: unknown) => {
    let text = ''
    const to = new Writable({
      write: (chunk: Buffer, _, done) => void ((text += chunk.toString()), done()),
    })
    pino({ serializers: { err: errorWithoutData } }, to).error({ err: error }, 'x')
    return text
  }
  const failure = async (work: () => unknown): Promise<unknown> => {
    try {
      await work()
    } catch (error) {
      return error
    }
    throw new Error('It did not fail.')
  }

  it('keeps what tells the fault, and no row, value or text', async () => {
    const client = new pg.Client({ connectionString: await freshDatabase() })
    await client.connect()
    await client.query('create table people (name text primary key, place float8 not null)')
    await client.query('insert into people values ($1, $2)', [PSEUDONYM, LON])
    const twice = await failure(() =>
      client.query('insert into people values ($1, $2)', [PSEUDONYM, 1]),
    )
    expect((twice as pg.DatabaseError).detail).toContain(PSEUDONYM)
    const half = await failure(() => client.query('insert into people values ($1, null)', [WORDS]))
    const wrong = await failure(() => client.query('select $1::float8', [PSEUDONYM]))
    const json: unknown = await failure(() => JSON.parse(`{"n": ${PSEUDONYM}`))
    const file = await failure(() => readdir(`/absent/${PSEUDONYM}`))
    const caused = new RangeError(`no such place: ${LON}, 43.63111`, { cause: twice })
    await client.end()
    for (const error of [twice, half, wrong, json, file, caused, `a text about ${PSEUDONYM}`]) {
      const text = logged(error)
      for (const secret of [PSEUDONYM, WORDS, String(LON), '43.63111'])
        expect(text).not.toContain(secret)
    }
    expect(logged(twice)).toContain('"code":"23505"')
    expect(logged(twice)).toContain('people_pkey')
    expect(logged(half)).toContain('"column":"place"')
    expect(logged(file)).toContain('ENOENT')
    expect(logged(caused)).toMatch(/"type":"RangeError".*at .*log\.test\.ts/)
  })

  it('keeps the hash of a file, which is how it is found', () => {
    const hash = createHash('sha256').update('x').digest('hex')
    expect(logged(new Error(`blob ${hash} is gone`))).toContain(hash)
  })
})
