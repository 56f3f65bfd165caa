import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BLOB_LIMIT_BYTES } from '../../../src/contract/protocol.ts'
import { PUSHED_BYTES_PER_DAY } from '../../../src/server/sync/sync-routes.ts'
import { BYTES_PER_DAY } from '../../../src/server/sync/blob-routes.ts'
import { listen, type Listening } from '../../../src/server/http/serve.ts'
import { rawConnection, type RawConnection } from '../../support/raw-http.ts'
import { aReport, hashOf } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

const DAY_MS = 86_400_000

describe('one device that asks for too much', () => {
  let server: TestServer
  let listening: Listening
  let open: RawConnection[]
  beforeEach(async () => {
    server = await testServer()
    listening = await listen(server.app, { port: 0, host: '127.0.0.1' })
    open = []
  })
  afterEach(async () => {
    for (const one of open) one.destroy()
    await listening.stop()
    await server.dispose()
  })

  /** Announces a push and holds its body back. */
  const hold = async (path: string, { cookie }: Phone) => {
    const connection = await rawConnection(listening.port)
    open.push(connection)
    const head = [`POST ${path} HTTP/1.1`, 'Host: localhost', `Cookie: ${cookie}`]
    connection.write(
      [...head, 'Content-Length: 900000', 'Expect: 100-continue', '', ''].join('\r\n'),
    )
    await connection.until(/100 Continue/)
    return connection
  }
  const isTaken = async (phone: Phone) =>
    (await phone.push([aReport({ device: phone.device })])).outcomes[0]?.outcome === 'created'
  const untilTaken = async (phone: Phone) => {
    for (let i = 0; i < 100; i++) {
      if (await isTaken(phone).catch(() => false)) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(await isTaken(phone)).toBe(true)
  }

  it('[P30] holds so many pushes open and no more; the others push on, and so does it afterwards', async () => {
    const [phone, other] = [await server.phone(), await server.phone()]
    for (let i = 0; i < 16; i++) await hold('/api/push', phone)
    const refused = await hold('/api/push', phone)
    expect(await refused.until(/too-many-requests/)).toContain('HTTP/1.1 429 ')
    expect(await isTaken(other)).toBe(true)
    for (const one of open) one.destroy()
    await untilTaken(phone)
  })

  it('[P30] brings so many bytes of records a day, junk or not', async () => {
    const [phone, other] = [await server.phone(), await server.phone()]
    let nowMs = Date.parse('2026-11-23T08:00:00Z')
    const envelope = { protocol: 1, device: phone.device, sentAt: '2026-11-23T08:00:00Z' }
    const unfolded = JSON.stringify({ ...envelope, records: [], junk: 'x'.repeat(999_000) })
    const body = gzipSync(unfolded)
    const push = async () => {
      // Not how often, but how much.
      server.setNow((nowMs += 1_000))
      const headers = { 'Content-Encoding': 'gzip' }
      return (await phone.request('/api/push', { method: 'POST', headers, body })).status
    }
    const fits = Math.floor(PUSHED_BYTES_PER_DAY / unfolded.length)
    for (let i = 0; i < fits; i++) expect(await push()).toBe(200)
    expect(await push()).toBe(429)
    expect(await isTaken(other)).toBe(true)
    server.setNow(nowMs + DAY_MS)
    expect(await isTaken(phone)).toBe(true)
  })

  it('[P30] two rescue files are read at once', async () => {
    const office = await server.phone('staff')
    const path = `/api/desk/rescue?territory=${office.territory}`
    for (let i = 0; i < 2; i++) await hold(path, office)
    const refused = await hold(path, office)
    expect(await refused.until(/too-many-requests/)).toContain('HTTP/1.1 429 ')
  })

  it('[P30] brings so many bytes a day, and does not fill the disk of all', async () => {
    const [phone, other] = [await server.phone(), await server.phone()]
    const nowMs = Date.parse('2026-11-23T08:00:00Z')
    server.setNow(nowMs)
    const send = async (who: Phone, name: string) => {
      const headers = { 'Upload-Length': String(BLOB_LIMIT_BYTES) }
      const init = { method: 'PATCH', headers, body: 'x' }
      return (await who.request(`/api/blobs/${hashOf(name)}`, init)).status
    }
    const fits = BYTES_PER_DAY / BLOB_LIMIT_BYTES
    for (let i = 0; i < fits; i++) expect(await send(phone, String(i))).toBe(200)
    expect(await send(phone, 'more')).toBe(429)
    expect(await send(other, 'other')).toBe(200)
    server.setNow(nowMs + DAY_MS)
    expect(await send(phone, 'tomorrow')).toBe(200)
  })
})
