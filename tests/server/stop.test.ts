import { createHash, randomBytes } from 'node:crypto'
import { request, type ClientRequest } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeFixFile } from '../../src/domain/observation/fix-file.ts'
import { openSqlite } from '../../src/server/storage/sqlite/open-sqlite.ts'
import { aTrack, AT, newId } from '../support/records.ts'
import { jalon, startServer, type RunningServer } from '../support/running-server.ts'

describe('a stop that was asked for', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startServer({ JALON_LOG: 'silent' })
  }, 60_000)
  afterAll(() => server.dispose())

  const call = async (path: string, init: RequestInit, cookie = '') =>
    fetch(server.url + path, { ...init, headers: { ...init.headers, Cookie: cookie } })

  /** A phone that has joined, whatever the territory is called. */
  const comeIn = async () => {
    const { stdout } = await jalon(['invite', '--role', 'tester'], { JALON_DATA: server.dataDir })
    const token = /#(\S+)/.exec(stdout)![1]!
    const device = newId()
    const body = JSON.stringify({ token, device, pseudonym: 'Arrêt', fifteenOrOlder: true })
    const response = await call('/api/invitations/redeem', { method: 'POST', body })
    const { territory } = (await response.json()) as { territory: string }
    return { device, territory, cookie: response.headers.get('Set-Cookie')!.split(';')[0]! }
  }

  it('lets an upload end, ends live events, finishes the checks, and then goes', async () => {
    const { device, cookie, territory } = await comeIn()
    const bytes = randomBytes(200_000)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const headers = { Cookie: cookie, 'Upload-Offset': '0', 'Content-Length': bytes.length }
    const options = { port: server.port, method: 'PATCH', path: `/api/blobs/${sha256}`, headers }
    const upload = request({ host: 'localhost', ...options })
    const answer = answerOf(upload)
    upload.write(bytes.subarray(0, 100_000))

    const events = await call('/api/events', {}, cookie)
    const ended = events.text()
    const fixes = Buffer.from(writeFixFile({ fixes: aWalk(), gaps: [] }))
    const fixesName = createHash('sha256').update(fixes).digest('hex')
    await call(
      `/api/blobs/${fixesName}`,
      { method: 'PATCH', headers: { 'Upload-Offset': '0' }, body: fixes },
      cookie,
    )
    const reference = {
      sha256: fixesName,
      bytes: fixes.length,
      mediaType: 'application/json',
      count: 3,
    }
    const track = aTrack(reference, { device })
    const record = { ...track, properties: { ...track.properties, territory } }
    const push = { protocol: 1, device, sentAt: new Date().toISOString(), records: [record] }
    const pushed = await call('/api/push', { method: 'POST', body: JSON.stringify(push) }, cookie)
    expect(await pushed.json()).toMatchObject({ outcomes: [{ outcome: 'created' }] })

    // More than once, as an impatient service manager does, or npm that hands it on.
    const gone = server.terminate(3)
    expect(await ended).toContain('event: head')
    upload.end(bytes.subarray(100_000))
    expect(await answer).toMatchObject({ complete: true, offset: bytes.length })
    expect(await gone).toBe(0)
    await expect(call('/api/info', {})).rejects.toThrow()

    const store = await openSqlite(join(server.dataDir, 'jalon.sqlite'))
    const [assessed] = await store.read((tx) => tx.assessments.getMany(territory, [track.id]))
    await store.close()
    expect(assessed).toBeDefined()
  }, 60_000)
})

function aWalk() {
  return Array.from({ length: 120 }, (_, i) => ({
    ...{ lon: -0.69 + i / 100_000, lat: 43.63, accuracyM: 5, visible: true },
    ...{ atMs: Date.parse(AT) + i * 1_000, monotonicMs: i * 1_000 },
  }))
}

function answerOf(call: ClientRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    call.once('error', reject)
    call.once('response', (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve(JSON.parse(text)))
    })
  })
}
