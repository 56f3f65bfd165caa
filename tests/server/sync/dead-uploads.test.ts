import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bodyWithTimeout } from '../../../src/server/http/body-with-timeout.ts'
import { listen, type Listening } from '../../../src/server/http/serve.ts'
import { rawConnection, type RawConnection } from '../../support/raw-http.ts'
import { TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

describe('an upload whose line dies without a word', () => {
  let server: TestServer
  let listening: Listening
  let phone: Phone
  let open: RawConnection[]
  const bytes = randomBytes(300_000)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  beforeEach(async () => {
    server = await testServer()
    listening = await listen(server.app, { port: 0, host: '127.0.0.1' })
    phone = await server.phone()
    open = []
  })
  afterEach(async () => {
    for (const one of open) one.destroy()
    await listening.stop()
    await server.dispose()
  })

  const offsetOf = async (who = phone) =>
    Number(
      (await who.request(`/api/blobs/${sha256}`, { method: 'HEAD' })).headers.get(
        'Upload-Offset',
      ) ?? 0,
    )
  const storedIs = async (offset: number) => {
    for (let i = 0; i < 200 && (await offsetOf()) < offset; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(await offsetOf()).toBe(offset)
  }
  /** Announces all that is left, sends a part of it, and then says nothing more. */
  const begin = async (from: number, to: number, who = phone) => {
    const connection = await rawConnection(listening.port)
    open.push(connection)
    const head = [
      `PATCH /api/blobs/${sha256} HTTP/1.1`,
      ...['Host: localhost', `Cookie: ${who.cookie}`, `Upload-Offset: ${from}`],
      ...[`Upload-Length: ${bytes.length}`, `Content-Length: ${bytes.length - from}`],
    ]
    connection.write([...head, '', ''].join('\r\n'))
    connection.write(bytes.subarray(from, to))
    return connection
  }
  const rest = async (from: number, who = phone): Promise<[number, unknown]> => {
    const response = await who.request(`/api/blobs/${sha256}`, {
      method: 'PATCH',
      headers: { 'Upload-Offset': String(from), 'Upload-Length': String(bytes.length) },
      body: bytes.subarray(from),
    })
    return [response.status, await response.json()]
  }
  const file = () => readFile(join(server.dataDir, 'blobs', TERRITORY, sha256.slice(0, 2), sha256))

  it('[S10] [P06] does not hold up its own phone, which goes on from where it was', async () => {
    const dead = await begin(0, 100_000)
    await storedIs(100_000)
    expect(await rest(100_000)).toMatchObject([200, { offset: bytes.length, complete: true }])
    expect(await dead.until(/body-stalled/)).toMatch(/^HTTP\/1\.1 408 /)
    await dead.closed
    expect(await file()).toEqual(bytes)
  })

  it('[S10] [P07] however often it dies, no byte is lost and none doubled', async () => {
    const cuts = [1, 65_537, 299_999]
    let at = 0
    for (const cut of cuts) {
      await begin(at, cut)
      await storedIs(cut)
      at = cut
    }
    // Beginning anew is refused, with the right place.
    expect(await rest(0)).toMatchObject([409, { params: { offset: 299_999 } }])
    expect(await rest(at)).toMatchObject([200, { complete: true }])
    expect(await file()).toEqual(bytes)
  })

  it('[S10] all of them at once: one file, and it is the right one', async () => {
    const lines = []
    for (let i = 0; i < 10; i++) lines.push(await begin(0, 1_000 * i))
    for (let tries = 0; tries < 20; tries++) {
      const [status] = await rest(await offsetOf())
      if (status === 200) break
    }
    expect(await file()).toEqual(bytes)
    for (const line of lines) expect(await line.until(/HTTP[^]*\}/)).not.toMatch(/ 500 /)
  })

  it('[S10] while bytes come, another device waits its turn', async () => {
    const other = await server.phone()
    const slow = await begin(0, 100_000)
    await storedIs(100_000)
    const waiting = rest(100_000, other)
    slow.write(bytes.subarray(100_000, 200_000))
    await storedIs(200_000)
    slow.write(bytes.subarray(200_000))
    expect(await slow.until(/"complete":true/)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await waiting).toMatchObject([200, { complete: true }])
    expect(await file()).toEqual(bytes)
  })
})

describe('a body that stops coming', () => {
  const never = () =>
    new ReadableStream<Uint8Array>({ start: (all) => all.enqueue(new Uint8Array(3)) })
  const bodyOf = (body: ReadableStream, silentMs?: number) =>
    bodyWithTimeout({ req: { raw: { body } } } as never, silentMs === undefined ? {} : { silentMs })
  const readAll = async (body: AsyncIterable<Uint8Array>) => {
    let size = 0
    for await (const chunk of body) size += chunk.length
    return size
  }

  it('[P30] is given up after a while, and its sender told to stop', async () => {
    let isCancelled = false
    const silent = new ReadableStream({ cancel: () => void (isCancelled = true) })
    await expect(readAll(bodyOf(silent, 5))).rejects.toMatchObject({ code: 'body-stalled' })
    expect(isCancelled).toBe(true)
  })

  it('[P30] also when the patience ends while it is waited for', async () => {
    const body = bodyOf(never())
    const read = readAll(body)
    body.shortenTimeout(5)
    await expect(read).rejects.toMatchObject({ code: 'body-stalled' })
  })

  it('whole, it is read whole', async () => {
    const whole = new Response(new Uint8Array(200_000)).body!
    expect(await readAll(bodyOf(whole))).toBe(200_000)
  })
})
