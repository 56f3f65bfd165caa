import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { PROBLEMS, type ProblemBody, type ProblemCode } from '../../../src/contract/problem.ts'
import { PUSH_LIMITS } from '../../../src/contract/protocol.ts'
import english from '../../../src/locales/en/problems.json' with { type: 'json' }
import french from '../../../src/locales/fr/problems.json' with { type: 'json' }
import { translator } from '../../../src/locales/translate.ts'
import { invite } from '../../../src/server/access/invitations.ts'
import { aKey } from '../../support/authenticator.ts'
import { aPhoto } from '../../support/photos.ts'
import { startPostgres } from '../../support/postgres.ts'
import { aHeritagePoint, newId, TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

const ORIGIN = 'http://localhost:8080'
const DAY_MS = 86_400_000
const OTHER_BYTES = Buffer.from('autre chose')
const HASH = createHash('sha256').update('attendu').digest('hex')

/** One server of its own for each refusal, and the hands that ask it. */
class World {
  readonly server: TestServer
  constructor(server: TestServer) {
    this.server = server
  }
  staff(): Promise<Phone> {
    return this.server.phone('staff')
  }
  /** A POST as the app's own pages make it. */
  post(who: Pick<TestServer, 'request'> | Phone, path: string, body: unknown, origin = ORIGIN) {
    const headers = { Origin: origin, Host: new URL(origin).host }
    return who.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  redeem(by: object, more: object = {}) {
    const who = { device: newId(), pseudonym: 'Marche', fifteenOrOlder: true }
    return this.post(this.server, '/api/invitations/redeem', { ...who, ...by, ...more })
  }
  async invitation(): Promise<{ token: string }> {
    const made = await invite(this.server.services, { territory: TERRITORY, role: 'tester' })
    return { token: made.link.split('#')[1]! }
  }
  async options(who: Pick<TestServer, 'request'> | Phone, path: string) {
    const answer: unknown = await (await this.post(who, path, {})).json()
    return (answer as { options: { challenge: string } }).options
  }
  async addKey(who: Phone, key = aKey(), site = { origin: ORIGIN }) {
    const credential = key.add(await this.options(who, '/api/passkeys/options'), site)
    return this.post(who, '/api/passkeys', { name: 'Clé', credential })
  }
  async signIn(key: ReturnType<typeof aKey>) {
    const options = await this.options(this.server, '/api/passkeys/sign-in-options')
    const credential = key.signIn(options, { origin: ORIGIN })
    return this.post(this.server, '/api/passkeys/sign-in', { device: newId(), credential })
  }
  async recoveryCode(): Promise<string> {
    const made = await this.post(await this.staff(), '/api/recovery-code', {})
    const answer: unknown = await made.json()
    return (answer as { code: string }).code
  }
  useCode(code: string) {
    return this.post(this.server, '/api/recovery-code/sign-in', { device: newId(), code })
  }
  async push(body: object | string) {
    const phone = await this.server.phone()
    const envelope = { protocol: 1, device: phone.device, sentAt: new Date().toISOString() }
    const text = typeof body === 'string' ? body : JSON.stringify({ ...envelope, ...body })
    return phone.request('/api/push', { method: 'POST', body: text })
  }
  async piece(headers: Record<string, string>, body: Uint8Array = OTHER_BYTES) {
    const phone = await this.server.phone()
    const init = { method: 'PATCH', headers, body: body as BodyInit }
    return phone.request(`/api/blobs/${HASH}`, init)
  }
}

/** How each refusal comes about. What the compiler misses here has no right to be in the contract. */
const CAUSES: Readonly<Record<ProblemCode, (world: World) => Promise<Response>>> = {
  'not-json': (w) => w.push('<html>'),
  'invalid-request': (w) => w.push({ records: 'aucune' }),
  'not-signed-in': (w) => w.server.request('/api/session'),
  'device-revoked': async (w) => {
    const [staff, phone] = [await w.staff(), await w.server.phone()]
    await staff.request(`/api/devices/${phone.device}`, { method: 'DELETE' })
    return phone.request('/api/session')
  },
  'not-allowed': async (w) =>
    (await w.server.phone()).request(`/api/desk/trails?territory=${TERRITORY}`),
  'wrong-origin': async (w) =>
    (await w.server.phone()).request('/api/push', {
      method: 'POST',
      headers: { Origin: 'https://ailleurs.example' },
      body: '{}',
    }),
  'not-found': (w) => w.server.request('/nulle-part'),
  'unknown-territory': (w) => w.server.request('/api/territories/ailleurs'),
  resync: async (w) =>
    (await w.server.phone()).request(`/api/pull?territory=${TERRITORY}&after=999`),
  'blob-offset': (w) => w.piece({ 'Upload-Offset': '7' }),
  'invitation-used': async (w) => {
    const once = await w.invitation()
    await w.redeem(once)
    return w.redeem(once)
  },
  'invitation-expired': async (w) => {
    const old = await w.invitation()
    w.server.setNow(Date.now() + 8 * DAY_MS)
    return w.redeem(old)
  },
  'invitation-unknown': (w) => w.redeem({ code: 'ABCDEFGH' }),
  'fifteen-or-older': async (w) => w.redeem(await w.invitation(), { fifteenOrOlder: false }),
  'passkey-unknown': (w) => w.signIn(aKey()),
  'passkey-refused': async (w) => w.addKey(await w.staff(), aKey({ verifiesUser: false })),
  'passkey-late': async (w) => {
    const staff = await w.staff()
    const credential = aKey().add(await w.options(staff, '/api/passkeys/options'), {
      origin: ORIGIN,
    })
    w.server.setNow(Date.now() + DAY_MS / 24)
    return w.post(staff, '/api/passkeys', { name: 'Clé', credential })
  },
  'passkey-known': async (w) => {
    const [staff, key] = [await w.staff(), aKey()]
    await w.addKey(staff, key)
    return w.addKey(staff, key)
  },
  'too-many-passkeys': async (w) => {
    const staff = await w.staff()
    for (let i = 0; i < 10; i++) await w.addKey(staff)
    return w.post(staff, '/api/passkeys/options', {})
  },
  'passkey-elsewhere': async (w) =>
    w.post(await w.staff(), '/api/passkeys/options', {}, 'http://192.168.1.20:8080'),
  'recovery-unknown': (w) => w.useCode('ABCDEFGHJKMNPQRSTVWX'),
  'recovery-used': async (w) => {
    const code = await w.recoveryCode()
    await w.useCode(code)
    return w.useCode(code)
  },
  'too-large': (w) => w.push(' '.repeat(PUSH_LIMITS.bytes * 2)),
  'too-many-records': (w) => w.push({ records: Array(PUSH_LIMITS.records + 1).fill(null) }),
  'not-an-image': async (w) => {
    // The head of a picture without the picture: told when somebody wants to look at it.
    const phone = await w.server.phone()
    const { bytes } = await aPhoto(1, { widthPx: 640, heightPx: 480 })
    const half = bytes.subarray(0, bytes.length - 200)
    const sha256 = await phone.send(half)
    const photos = [{ sha256, bytes: half.length, mediaType: 'image/jpeg' }]
    await phone.push([aHeritagePoint({ device: phone.device, photos })])
    return phone.request(`/api/blobs/${sha256}`)
  },
  'not-a-trail': async (w) =>
    (await w.staff()).request(`/api/desk/trail-files?territory=${TERRITORY}`, {
      method: 'POST',
      body: 'ce n’est pas un tracé',
    }),
  'not-a-rescue': async (w) =>
    (await w.staff()).request(`/api/desk/rescue?territory=${TERRITORY}`, {
      method: 'POST',
      body: 'ce n’est pas un ZIP',
    }),
  'wrong-hash': (w) => w.piece({}),
  'body-stalled': async (w) => {
    const phone = await w.server.phone()
    const send = (body: BodyInit) =>
      phone.request(`/api/blobs/${HASH}`, {
        ...{ method: 'PATCH', headers: { 'Upload-Length': '9' }, body, duplex: 'half' },
      })
    let asked: () => void = () => undefined
    const isRead = new Promise<void>((resolve) => (asked = resolve))
    const silent = new ReadableStream({ pull: () => asked() }, { highWaterMark: 0 })
    const dead = send(silent)
    await isRead
    await send('x')
    return dead
  },
  'protocol-too-old': (w) => w.push({ protocol: 0, records: [] }),
  'too-many-requests': async (w) => {
    for (let i = 0; i < 20; i++) await w.redeem({ code: 'ABCDEFGH' })
    return w.redeem({ code: 'ABCDEFGH' })
  },
  'file-damaged': async (w) => {
    const phone = await w.server.phone()
    const { bytes, reference } = await aPhoto(2)
    const sha256 = await phone.send(bytes)
    await phone.push([aHeritagePoint({ device: phone.device, photos: [reference] })])
    await w.server.services.blobs.remove(TERRITORY, sha256)
    return phone.request(`/api/blobs/${sha256}`)
  },
  'server-error': async (w) => {
    const phone = await w.server.phone()
    await w.server.services.store.close()
    return phone.request('/api/session')
  },
  'storage-full': async (w) => {
    // The system's own "no space left": a disk of 64 kB.
    const disk = join(w.server.dataDir, 'blobs', TERRITORY)
    mkdirSync(disk, { recursive: true })
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    const bytes = Buffer.alloc(200_000, 1)
    const answer = await w.piece({ 'Upload-Length': String(bytes.length) }, bytes)
    spawnSync('umount', [disk])
    return answer
  },
  'try-later': async () => {
    const postgres = await startPostgres()
    onTestFinished(() => postgres.stop())
    const frozen = await testServer({ databaseUrl: await postgres.database() })
    onTestFinished(async () => {
      postgres.freeze(false)
      await frozen.dispose()
    })
    const phone = await frozen.phone()
    postgres.freeze(true)
    const answer = await phone.request(`/api/pull?territory=${TERRITORY}`)
    // It thaws, and is asked on as if nothing had been.
    postgres.freeze(false)
    await vi.waitFor(async () => {
      expect((await phone.request(`/api/pull?territory=${TERRITORY}`)).status).toBe(200)
    })
    return answer
  },
}

/** Only root may make a small disk. */
const SKIPPED: ReadonlySet<string> = new Set(process.getuid?.() === 0 ? [] : ['storage-full'])

describe('every refusal', () => {
  let server: TestServer | undefined
  afterEach(() => server?.dispose())
  const cases = (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => [code] as const)

  it.for(cases)('[P09] [P30] %s comes from the server, with its sentence', async ([code], ctx) => {
    ctx.skip(SKIPPED.has(code), 'Only root can make a disk that is full.')
    server = await testServer()
    const response = await CAUSES[code](new World(server))
    const { problem, params } = (await response.json()) as ProblemBody
    expect([response.status, problem]).toEqual([PROBLEMS[code], code])
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const words = { fr: french, en: english }
    for (const language of ['fr', 'en'] as const) {
      const sentence = translator(words, language)(code, params)
      expect(sentence).toMatch(/^[A-ZÀÉÎ].{10,}[.!]$/s)
      // Whatever the sentence wants to name came with the refusal.
      expect(sentence).not.toMatch(/[{}]/)
    }
    expect((english as Record<string, unknown>)[code]).not.toBe(
      (french as Record<string, unknown>)[code],
    )
  })

  it('has its sentence for as long as it can be answered, and no longer', () => {
    const answered = [...Object.keys(PROBLEMS), 'record'].sort()
    expect(Object.keys(french).sort()).toEqual(answered)
    expect(Object.keys(english).sort()).toEqual(answered)
  })
})
