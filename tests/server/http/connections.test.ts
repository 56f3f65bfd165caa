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
