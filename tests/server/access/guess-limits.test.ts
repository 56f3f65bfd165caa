import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recoveryCodeAnswer } from '../../../src/contract/keys.ts'
import { invite } from '../../../src/server/access/invitations.ts'
import { listen, type Listening } from '../../../src/server/http/serve.ts'
import { rawConnection, type RawConnection } from '../../support/raw-http.ts'
import { newId, TERRITORY } from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

const GUESSES = 40

describe('whoever guesses at codes', () => {
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

  /** Announces a body and holds it back. */
  const begin = async (path: string, body: object) => {
    const text = JSON.stringify(body)
    const connection = await rawConnection(listening.port)
    open.push(connection)
    const headers = ['Host: localhost', 'Connection: close', `Content-Length: ${text.length}`]
    // The server says that it has begun with this request.
    const head = [`POST ${path} HTTP/1.1`, ...headers, 'Expect: 100-continue', '', '']
    connection.write(head.join('\r\n'))
    await connection.until(/100 Continue/)
    return async () => {
      connection.write(text)
      await connection.closed
      const status = Number(/HTTP\/1\.1 ([2-5]\d\d)/.exec(connection.received())?.[1])
      return { status, text: connection.received() }
    }
  }
  const letters = (length: number, i: number) =>
    'A'.repeat(length - 2) + 'ABCDEFGH'[i >> 3] + 'ABCDEFGH'[i & 7]

  /** Holds many wrong bodies and a right one open, then lets all of them go. */
  const storm = async (path: string, wrong: (i: number) => object, right: object) => {
    const finish = []
    for (let i = 0; i < GUESSES; i++) finish.push(await begin(path, wrong(i)))
    finish.push(await begin(path, right))
    const answers = await Promise.all(finish.map((one) => one()))
    expect(answers.map(({ status }) => status)).not.toContain(200)
    for (const { text } of answers) expect(text).not.toMatch(/set-cookie/i)
    return answers.filter(({ status }) => status !== 429).length
  }

  it('[P29] is counted when they come, not when their bodies have come: invitations', async () => {
    const { code } = await invite(server.services, { territory: TERRITORY, role: 'admin' })
    const who = { pseudonym: 'Eve', fifteenOrOlder: true }
    const looked = await storm(
      '/api/invitations/redeem',
      (i) => ({ ...who, code: letters(8, i), device: newId() }),
      { ...who, code, device: newId() },
    )
    expect(looked).toBeLessThanOrEqual(20)
  })

  it('[P29] is counted when they come, not when their bodies have come: recovery codes', async () => {
    const staff = await server.phone('admin')
    const made = await staff.request('/api/recovery-code', { method: 'POST' })
    const { code } = recoveryCodeAnswer.parse(await made.json())
    const looked = await storm(
      '/api/recovery-code/sign-in',
      (i) => ({ code: letters(20, i), device: newId() }),
      { code, device: newId() },
    )
    expect(looked).toBeLessThanOrEqual(10)
    const again = await begin('/api/passkeys/sign-in', {})
    expect((await again()).status).toBe(429)
  })

  it('[P29] what was right does not count, nor what never came', async () => {
    for (let i = 0; i < 30; i++) {
      const { code } = await invite(server.services, { territory: TERRITORY, role: 'tester' })
      const finish = await begin('/api/invitations/redeem', {
        ...{ code, device: newId(), pseudonym: 'Marie', fifteenOrOlder: true },
      })
      expect((await finish()).status).toBe(200)
      await begin('/api/invitations/redeem', { code: 'never sent' })
      const left = open.at(-1)!
      left.write('{"code":')
      left.destroy()
      await left.closed
    }
  })

  it('[P29] from many addresses of one household is one guesser; from everywhere, codes have an end', async () => {
    const guess = (address: string, secret: object) =>
      server.app.request(
        new Request('http://localhost/api/invitations/redeem', {
          method: 'POST',
          body: JSON.stringify({
            ...{ device: newId(), pseudonym: 'Eve', fifteenOrOlder: true },
            ...secret,
          }),
        }),
        undefined,
        { incoming: { socket: { remoteAddress: address, remoteFamily: 'IPv6' } } },
      )
    const code = 'ABCDEFGH'
    for (let i = 0; i < 20; i++) {
      expect((await guess(`2001:db8:1:2::${i.toString(16)}`, { code })).status).toBe(404)
    }
    expect((await guess('2001:db8:1:2:ffff:1:2:3', { code })).status).toBe(429)
    expect((await guess('2001:db8:1:3::1', { code })).status).toBe(404)
    for (let i = 0; i < 20; i++) await guess('192.0.2.1', { code })
    expect((await guess('::ffff:192.0.2.1', { code })).status).toBe(429)
    let last = 404
    for (let i = 0; i < 1_200 && last === 404; i++) {
      last = (await guess(`2001:db8:2:${i.toString(16)}::1`, { code })).status
    }
    expect(last).toBe(429)
    // A link has 128 bits: nobody guesses it, and it works on.
    const { link } = await invite(server.services, { territory: TERRITORY, role: 'tester' })
    const token = link.split('#')[1]
    expect((await guess('2001:db8:3::1', { token })).status).toBe(200)
  })

  it('[P29] a right link opens, however many wrong ones the same address tries', async () => {
    const redeem = (secret: object) =>
      server.request('/api/invitations/redeem', {
        method: 'POST',
        body: JSON.stringify({
          ...secret,
          device: newId(),
          pseudonym: 'Marie',
          fifteenOrOlder: true,
        }),
      })
    for (let i = 0; i < 30; i++) expect((await redeem({ token: 'A'.repeat(22) })).status).toBe(404)
    for (let i = 0; i < 30; i++) await redeem({ code: 'ABCDEFGH' })
    expect((await redeem({ code: 'ABCDEFGH' })).status).toBe(429)
    const { link } = await invite(server.services, { territory: TERRITORY, role: 'tester' })
    expect((await redeem({ token: link.split('#')[1] })).status).toBe(200)
  })
})
