import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listen, type Listening } from '../../../src/server/http/serve.ts'
import { LISTENERS_PER_DEVICE } from '../../../src/server/sync/head-events.ts'
import { rawConnection, type RawConnection } from '../../support/raw-http.ts'
import { aReport, TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

describe('live events', () => {
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

  const ask = async (who: Phone, method = 'GET') => {
    const connection = await rawConnection(listening.port)
    open.push(connection)
    const head = [`${method} /api/events HTTP/1.1`, 'Host: localhost', `Cookie: ${who.cookie}`]
    connection.write([...head, '', ''].join('\r\n'))
    return connection
  }
  const listenersAre = async (count: number) => {
    const { events } = server.services
    for (let i = 0; i < 200 && events.listeners() !== count; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(events.listeners()).toBe(count)
  }
  const report = (who: Phone) => who.push([aReport({ device: who.device })])

  it('[S16] [P30] HEAD is answered, and leaves nobody listening', async () => {
    const phone = await server.phone()
    for (let i = 0; i < 5; i++) {
      const connection = await ask(phone, 'HEAD')
      expect(await connection.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 200 [^]*text\/event-stream/)
    }
    await listenersAre(0)
  })

  it('[S16] who goes is no longer listening', async () => {
    const phone = await server.phone()
    const connection = await ask(phone)
    await connection.until(/event: head/)
    await listenersAre(1)
    connection.destroy()
    await listenersAre(0)
  })

  it('[S16] [P30] one device listens so often and no more: the oldest is let go', async () => {
    const phone = await server.phone()
    const other = await server.phone()
    const first = await ask(phone)
    await first.until(/event: head/)
    for (let i = 1; i < LISTENERS_PER_DEVICE; i++) await (await ask(phone)).until(/event: head/)
    await (await ask(other)).until(/event: head/)
    await listenersAre(LISTENERS_PER_DEVICE + 1)
    const newest = await ask(phone)
    await newest.until(/event: head/)
    // It is told not to come back at once, and its answer ends.
    expect(await first.until(/\r\n0\r\n\r\n$/)).toMatch(/retry: 60000/)
    await listenersAre(LISTENERS_PER_DEVICE + 1)
    await report(other)
    expect(await newest.until(/event: head\ndata: 1/)).not.toMatch(/retry/)
  })

  it('[S16] [P30] the whole server has an end, and the next one hears so', async () => {
    const phone = await server.phone()
    const { events } = server.services
    const stops = Array.from({ length: 1_000 }, (_, i) =>
      events.listen({
        ...{ territory: TERRITORY, device: String(i) },
        ...{ tell: () => undefined, end: () => undefined },
      }),
    )
    expect(await (await ask(phone)).until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 429 /)
    for (const stop of stops) stop()
    expect(await (await ask(phone)).until(/event: head/)).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('[S16] [P29] a device that was withdrawn hears no more, and its stream ends', async () => {
    const phone = await server.phone()
    const office = await server.phone('staff')
    const gone = await ask(phone)
    await gone.until(/event: head/)
    const response = await office.request(`/api/devices/${phone.device}`, { method: 'DELETE' })
    expect(response.status).toBe(204)
    const stays = await ask(office)
    await stays.until(/event: head/)
    await report(office)
    expect(await gone.until(/\r\n0\r\n\r\n$/)).not.toMatch(/data: 1/)
    await stays.until(/data: 1/)
    await listenersAre(1)
  })

  it('[S16] [P29] so does one that signed out', async () => {
    const phone = await server.phone()
    const other = await server.phone()
    const gone = await ask(phone)
    await gone.until(/event: head/)
    expect((await phone.request('/api/session', { method: 'DELETE' })).status).toBe(204)
    await report(other)
    expect(await gone.until(/\r\n0\r\n\r\n$/)).not.toMatch(/data: 1/)
  })

  it('[S16] [P30] for whoever does not read, only the newest number is kept', async () => {
    const phone = await server.phone()
    const told: string[] = []
    const response = await phone.request('/api/events')
    const reader = response.body!.getReader()
    const next = async () => new TextDecoder().decode((await reader.read()).value)
    told.push(await next())
    for (let i = 0; i < 50; i++) await report(phone)
    while (!told.at(-1)?.includes('data: 50')) told.push(await next())
    expect(told.length).toBeLessThan(10)
    await reader.cancel()
    await listenersAre(0)
  })
})
