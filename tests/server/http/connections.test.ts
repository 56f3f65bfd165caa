import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listen, type Listening } from '../../../src/server/http/serve.ts'
import { rawConnection, type RawConnection } from '../../support/raw-http.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

describe('connections', () => {
  let server: TestServer
  let listening: Listening
  beforeEach(async () => {
    server = await testServer()
    listening = await listen(server.app, { port: 0, host: '127.0.0.1' })
  })
  afterEach(async () => {
    await listening.stop()
    await server.dispose()
  })

  const ask = 'GET /api/info HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const answers = (text: string) => text.split('"jalon":"info"').length - 1
  const answered = async ({ received }: RawConnection, count: number) => {
    for (let i = 0; i < 500 && answers(received()) < count; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(answers(received())).toBe(count)
  }

  it('[P30] a few questions at once on one of them are answered, one after the other', async () => {
    const connection = await rawConnection(listening.port)
    for (let round = 1; round <= 5; round++) {
      connection.write(ask.repeat(20))
      await answered(connection, 20 * round)
    }
    connection.destroy()
  })

  const listenElsewhere = async (bounds: Parameters<typeof listen>[2]) => {
    await listening.stop()
    listening = await listen(server.app, { port: 0, host: '127.0.0.1' }, bounds)
  }

  it('[P30] one on which nothing moves is cut; one on which a little moves is not', async () => {
    await listenElsewhere({ stillMs: 400 })
    const [still, slow] = [await rawConnection(listening.port), await rawConnection(listening.port)]
    const lines = ask.split('\r\n')
    still.write(`${lines[0]}\r\n`)
    let isCut = false
    void still.closed.then(() => (isCut = true))
    slow.write(`${lines[0]}\r\n${lines[1]}\r\nX-Slow: `)
    for (let i = 0; i < 60 && !isCut; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      slow.write('z')
    }
    await still.closed
    slow.write('\r\n\r\n')
    expect(await slow.until(/"jalon":"info"/)).toMatch(/^HTTP\/1\.1 200 /)
    slow.destroy()
  })

  it('[P30] there are so many and no more; when one goes, another may come', async () => {
    await listenElsewhere({ connections: 3 })
    const all = await Promise.all([1, 2, 3].map(() => rawConnection(listening.port)))
    for (const one of all) {
      one.write(ask)
      await answered(one, 1)
    }
    const refused = await rawConnection(listening.port)
    await refused.closed
    expect(refused.received()).toBe('')
    all[0]!.destroy()
    for (let i = 0; ; i++) {
      const next = await rawConnection(listening.port)
      next.write(ask)
      const answer = await next.until(/"jalon":"info"/).catch(() => '')
      next.destroy()
      if (answer !== '') break
      expect(i).toBeLessThan(100)
    }
    all[1]!.write(ask)
    await answered(all[1]!, 2)
    for (const one of all) one.destroy()
  })

  it('[P30] one that piles up questions is cut, and the others are not', async () => {
    const other = await rawConnection(listening.port)
    const flood = await rawConnection(listening.port)
    flood.write(ask.repeat(2_000))
    await flood.closed
    expect(answers(flood.received())).toBeLessThanOrEqual(32)
    other.write(ask)
    expect(await other.until(/"jalon":"info"/)).toMatch(/^HTTP\/1\.1 200 /)
    other.destroy()
  })
})
