import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sessionAnswer } from '../../../src/contract/access.ts'
import { passkeysAnswer, recoveryCodeAnswer } from '../../../src/contract/keys.ts'
import en from '../../../src/locales/en/problems.json' with { type: 'json' }
import fr from '../../../src/locales/fr/problems.json' with { type: 'json' }
import { aKey } from '../../support/authenticator.ts'
import { newId, TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

const ORIGIN = 'http://localhost:8080'
const SITE = { origin: ORIGIN }
type Key = ReturnType<typeof aKey>
interface Asked {
  readonly options: { readonly challenge: string; readonly rp?: { readonly id: string } }
}

describe('keys of the office', () => {
  let server: TestServer
  let staff: Phone
  beforeEach(async () => {
    server = await testServer()
    staff = await server.phone('staff')
  })
  afterEach(() => server.dispose())

  const post = (
    who: Pick<TestServer, 'request'> | Phone,
    path: string,
    body = {},
    origin = ORIGIN,
  ) =>
    who.request(path, {
      method: 'POST',
      headers: { Origin: origin, Host: new URL(origin).host },
      body: JSON.stringify(body),
    })
  const asked = async (who: Pick<TestServer, 'request'> | Phone, path: string) =>
    ((await (await post(who, path)).json()) as Asked).options
  const add = async (who: Phone, key: Key, site: Parameters<Key['add']>[1] = SITE) => {
    const credential = key.add(await asked(who, '/api/passkeys/options'), site)
    return post(who, '/api/passkeys', { name: ' PC du bureau ', credential })
  }
  const signIn = async (key: Key, more: { device?: string; site?: typeof SITE } = {}) => {
    const options = await asked(server, '/api/passkeys/sign-in-options')
    const credential = key.signIn(options, more.site ?? SITE)
    return post(server, '/api/passkeys/sign-in', { device: more.device ?? newId(), credential })
  }
  const cookieOf = (response: Response) => response.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const keysOf = async (who: Phone) =>
    passkeysAnswer.parse(await (await who.request('/api/passkeys')).json())
  const makeCode = async (who = staff) =>
    recoveryCodeAnswer.parse(await (await post(who, '/api/recovery-code')).json())
  const useCode = (code: string, device = newId()) =>
    post(server, '/api/recovery-code/sign-in', { device, code })
  const audit = async () =>
    (await server.services.store.read((tx) => tx.audit.list(TERRITORY, { limit: 50 }))).map(
      (row) => row.action,
    )

  /** A refusal has its status, its code, and a sentence in both languages. */
  async function refusal(response: Response): Promise<[number, string]> {
    const { problem } = (await response.json()) as { problem: keyof typeof fr }
    expect(typeof fr[problem], problem).toBe('string')
    expect(typeof en[problem], problem).toBe('string')
    expect(response.headers.get('Set-Cookie')).toBeNull()
    return [response.status, problem]
  }

  it('[P29] a key that was added signs in elsewhere, as the same person, and the first device stays', async () => {
    const key = aKey()
    const added = await add(staff, key)
    expect([added.status, await added.json()]).toMatchObject([
      201,
      { jalon: 'passkey', id: key.id, name: 'PC du bureau' },
    ])
    const response = await signIn(key)
    const there = sessionAnswer.parse(await response.json())
    const here = sessionAnswer.parse(await (await staff.request('/api/session')).json())
    expect(there).toEqual({ ...here, device: there.device })
    expect(response.headers.get('Set-Cookie')).toMatch(/^jalon=[\w-]{43}; .*HttpOnly/)
    const again = await server.request('/api/session', { cookie: cookieOf(response) })
    expect(again.status).toBe(200)
    expect((await keysOf(staff)).rows).toMatchObject([
      { id: key.id, name: 'PC du bureau', lastUsedAt: expect.any(String) as string },
    ])
    expect(await audit()).toEqual(expect.arrayContaining(['passkey-added', 'passkey-used']))
  })

  it('[P29] an answer is good once, for five minutes, for what it was asked for, by who was asked', async () => {
    const key = aKey()
    const options = await asked(staff, '/api/passkeys/options')
    const body = { name: 'Clé', credential: key.add(options, SITE) }
    const other = await server.phone('admin')
    expect(await refusal(await post(other, '/api/passkeys', body))).toEqual([410, 'passkey-late'])
    expect(await refusal(await post(staff, '/api/passkeys', body))).toEqual([410, 'passkey-late'])
    expect((await add(staff, key)).status).toBe(201)

    const toSign = await asked(server, '/api/passkeys/sign-in-options')
    const device = newId()
    const signed = { device, credential: key.signIn(toSign, SITE) }
    expect((await post(server, '/api/passkeys/sign-in', signed)).status).toBe(200)
    const replayed = await post(server, '/api/passkeys/sign-in', signed)
    expect(await refusal(replayed)).toEqual([410, 'passkey-late'])

    const slow = {
      device,
      credential: key.signIn(await asked(server, '/api/passkeys/sign-in-options'), SITE),
    }
    server.setNow(Date.now() + 5 * 60_000)
    expect(await refusal(await post(server, '/api/passkeys/sign-in', slow))).toEqual([
      410,
      'passkey-late',
    ])
    const forAdding = key.signIn(await asked(staff, '/api/passkeys/options'), SITE)
    expect(
      await refusal(await post(server, '/api/passkeys/sign-in', { device, credential: forAdding })),
    ).toEqual([410, 'passkey-late'])
  })

  it('[P29] a key nobody knows, of another site, not unlocked, forged or copied opens nothing', async () => {
    const key = aKey()
    expect(await refusal(await signIn(key))).toEqual([401, 'passkey-unknown'])
    const elsewhere = { origin: 'https://ailleurs.example' }
    expect(await refusal(await add(staff, key, elsewhere))).toEqual([401, 'passkey-refused'])
    const wrongHost = { origin: ORIGIN, rpId: 'ailleurs.example' }
    expect(await refusal(await add(staff, key, wrongHost))).toEqual([401, 'passkey-refused'])
    expect(await refusal(await add(staff, aKey({ verifiesUser: false })))).toEqual([
      401,
      'passkey-refused',
    ])

    await add(staff, key)
    expect(await refusal(await signIn(key, { site: elsewhere }))).toEqual([401, 'passkey-refused'])
    const forged = aKey()
    const credential = forged.signIn(await asked(server, '/api/passkeys/sign-in-options'), SITE)
    const body = { device: newId(), credential: { ...credential, id: key.id, rawId: key.id } }
    expect(await refusal(await post(server, '/api/passkeys/sign-in', body))).toEqual([
      401,
      'passkey-refused',
    ])
    key.countTo(10)
    expect((await signIn(key)).status).toBe(200)
    key.countTo(5)
    expect(await refusal(await signIn(key))).toEqual([401, 'passkey-refused'])
  })

  it('a key is added once, ten at most, and only at the address of the site', async () => {
    const key = aKey()
    await add(staff, key)
    expect(await refusal(await add(staff, key))).toEqual([409, 'passkey-known'])
    for (let more = 1; more < 10; more++) expect((await add(staff, aKey())).status).toBe(201)
    const eleventh = await post(staff, '/api/passkeys/options')
    expect(await refusal(eleventh)).toEqual([409, 'too-many-passkeys'])
    const byNumber = await post(
      server,
      '/api/passkeys/sign-in-options',
      {},
      'http://127.0.0.1:8080',
    )
    expect(await byNumber.json()).toEqual({
      problem: 'passkey-elsewhere',
      params: { address: ORIGIN },
    })
  })

  it('[P29] testers and referents have no keys', async () => {
    for (const role of ['tester', 'referent'] as const) {
      const phone = await server.phone(role)
      expect((await phone.request('/api/passkeys')).status).toBe(403)
      for (const path of ['/api/passkeys/options', '/api/recovery-code']) {
        expect(await refusal(await post(phone, path))).toEqual([403, 'not-allowed'])
      }
    }
  })

  it('[P29] a key is removed alone, by its owner alone', async () => {
    const [one, two, other] = [aKey(), aKey(), await server.phone('admin')]
    await add(staff, one)
    await add(staff, two)
    const remove = (who: Phone) => who.request(`/api/passkeys/${one.id}`, { method: 'DELETE' })
    expect(await refusal(await remove(other))).toEqual([404, 'not-found'])
    expect((await remove(staff)).status).toBe(204)
    expect(await refusal(await signIn(one))).toEqual([401, 'passkey-unknown'])
    expect((await signIn(two)).status).toBe(200)
    expect(await audit()).toContain('passkey-removed')
  })

  it('[P29] a device that is withdrawn takes its keys along, and the last one every way back', async () => {
    const admin = await server.phone('admin')
    const [laptop, usb] = [aKey(), aKey()]
    await add(staff, laptop)
    const phone = newId()
    const cookie = cookieOf(await signIn(laptop, { device: phone }))
    const second: Phone = {
      ...staff,
      device: phone,
      request: (path, init) => server.request(path, { ...init, cookie }),
    }
    await add(second, usb)
    const { code } = await makeCode(second)
    await admin.request(`/api/devices/${staff.device}`, { method: 'DELETE' })
    expect(await refusal(await signIn(laptop))).toEqual([401, 'passkey-unknown'])
    const onRevoked = await signIn(usb, { device: staff.device })
    expect(await refusal(onRevoked)).toEqual([401, 'device-revoked'])
    expect((await signIn(usb, { device: phone })).status).toBe(200)
    await admin.request(`/api/devices/${phone}`, { method: 'DELETE' })
    expect(await refusal(await signIn(usb))).toEqual([401, 'passkey-unknown'])
    expect(await refusal(await useCode(code))).toEqual([404, 'recovery-unknown'])
  })

  it('[P29] the code on paper opens once, a new one voids it, and it is nowhere as it is', async () => {
    const first = await makeCode()
    const { code } = await makeCode()
    const rows: string[] = []
    await server.services.store.dump((row) => Promise.resolve(void rows.push(JSON.stringify(row))))
    expect(rows.join('\n')).not.toContain(code)
    expect(await refusal(await useCode(first.code))).toEqual([404, 'recovery-unknown'])
    expect((await keysOf(staff)).recoveryCode).not.toHaveProperty('usedAt')
    const response = await useCode(code)
    const session = sessionAnswer.parse(await response.json())
    expect(session.account).toBe(
      sessionAnswer.parse(await (await staff.request('/api/session')).json()).account,
    )
    expect(await refusal(await useCode(code))).toEqual([410, 'recovery-used'])
    expect((await keysOf(staff)).recoveryCode).toHaveProperty('usedAt')
    expect(await audit()).toEqual(
      expect.arrayContaining(['recovery-code-made', 'recovery-code-used']),
    )
  })

  it('[P29] guessing codes is slowed down', async () => {
    const { code } = await makeCode()
    const seen: number[] = []
    for (let guess = 0; guess < 12; guess++) seen.push((await useCode('A'.repeat(20))).status)
    expect(seen).toEqual([...Array<number>(10).fill(404), 429, 429])
    expect(await refusal(await useCode(code))).toEqual([429, 'too-many-requests'])
    server.setNow(Date.now() + 61_000)
    expect((await useCode(code)).status).toBe(200)
  })

  it('[P26] who is forgotten loses keys and code; one’s own data tells of them', async () => {
    const key = aKey()
    await add(staff, key)
    const { code } = await makeCode()
    const own: unknown = await (await staff.request('/api/own-data')).json()
    expect(own).toMatchObject({ keys: [{ name: 'PC du bureau' }], recoveryCode: {} })
    await staff.request('/api/own-data', { method: 'DELETE' })
    expect(await refusal(await signIn(key))).toEqual([401, 'passkey-unknown'])
    expect(await refusal(await useCode(code))).toEqual([404, 'recovery-unknown'])
  })

  it('what is no answer of a key is told by its field', async () => {
    const credential = aKey().signIn(await asked(server, '/api/passkeys/sign-in-options'), SITE)
    const { response } = credential
    for (const [body, field] of [
      [{}, 'device'],
      [{ device: newId(), credential: {} }, 'credential.id'],
      [
        {
          device: newId(),
          credential: { ...credential, response: { ...response, clientDataJSON: 'bm8' } },
        },
        'credential.response.clientDataJSON',
      ],
    ] as const) {
      const refused = await post(server, '/api/passkeys/sign-in', body)
      expect([refused.status, await refused.json()]).toEqual([
        400,
        { problem: 'invalid-request', field },
      ])
    }
  })
})
