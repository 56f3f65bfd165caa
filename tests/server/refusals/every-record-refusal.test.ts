import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordRefusal } from '../../../src/contract/record-refusal.ts'
import type { RescueRefusal } from '../../../src/domain/formats/open-rescue.ts'
import deskEnglish from '../../../src/locales/en/desk.json' with { type: 'json' }
import deskFrench from '../../../src/locales/fr/desk.json' with { type: 'json' }
import english from '../../../src/locales/en/problems.json' with { type: 'json' }
import french from '../../../src/locales/fr/problems.json' with { type: 'json' }
import { strToU8, zipSync } from 'fflate'
import { aHeritagePoint, aReport, newId, TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

type Record_ = ReturnType<typeof aReport>
const withProperties = (more: object, record: Record_) => ({
  ...record,
  properties: { ...record.properties, ...more },
})

/** A record that is refused for this reason and for no other, from a phone of its own. */
const REFUSED: Readonly<
  Record<RecordRefusal | 'conflict', (phone: Phone, server: TestServer) => Promise<unknown>>
> = {
  'not-a-feature': () => Promise.resolve('un caillou'),
  'no-id': ({ device }) => Promise.resolve({ ...aReport({ device }), id: 'un' }),
  'unknown-kind': ({ device }) =>
    Promise.resolve(withProperties({ kind: 'dragon' }, aReport({ device }))),
  'newer-schema': ({ device }) =>
    Promise.resolve(withProperties({ schema: 99 }, aReport({ device }))),
  'outside-the-world': ({ device }) =>
    Promise.resolve({
      ...aReport({ device }),
      geometry: { type: 'Point', coordinates: [12, 94] },
    }),
  'invalid-field': ({ device }) =>
    Promise.resolve(withProperties({ magnitude: 'beaucoup' }, aReport({ device }))),
  'too-far-in-the-future': ({ device }) =>
    Promise.resolve({ ...aReport({ device }), id: newId(Date.now() + 3 * 86_400_000) }),
  'wrong-device': () => Promise.resolve(aReport({ device: newId() })),
  'wrong-territory': ({ device }) => Promise.resolve(aReport({ device, territory: 'ailleurs' })),
  'device-revoked': async ({ device }, server) => {
    const staff = await server.phone('staff')
    await staff.request(`/api/devices/${device}`, { method: 'DELETE' })
    return aReport({ device })
  },
  'heic-photo': async (phone) => {
    const head = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
    return withPhoto(phone, Buffer.concat([head, Buffer.alloc(300, 7)]))
  },
  'not-an-image': (phone) => withPhoto(phone, Buffer.from('pas une image')),
  'not-a-voice': async ({ device, send }) => {
    const bytes = Buffer.from('pas un son')
    const mediaType = 'audio/webm' as const
    const voice = { sha256: await send(bytes), bytes: bytes.length, mediaType, durationMs: 9 }
    return aReport({ device, voice })
  },
  conflict: async (phone) => {
    const first = aReport({ device: phone.device })
    await phone.push([first])
    return withProperties({ magnitude: 2 }, first)
  },
}

async function withPhoto(phone: Phone, bytes: Buffer): Promise<unknown> {
  await phone.send(bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const photos = [{ sha256, bytes: bytes.length, mediaType: 'image/jpeg' }]
  return aHeritagePoint({ device: phone.device, photos })
}

const CODES = Object.keys(REFUSED) as (keyof typeof REFUSED)[]
const SENTENCE = /^[A-ZÀÉÎ].{10,}[.!]$/s

describe('every refusal of a record', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer()
  })
  afterAll(() => server.dispose())

  it.each(CODES)(
    '[P09] [S5] %s is answered, kept aside as sent, and said to both',
    async (code) => {
      const phone = await server.phone()
      const record = await REFUSED[code](phone, server)
      const { outcomes } = await phone.push([record])
      const expected = code === 'conflict' ? { outcome: code } : { outcome: 'rejected', code }
      expect(outcomes).toMatchObject([expected])
      const kept = await server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
      const mine = kept.filter(({ device }) => device === phone.device)
      expect(mine.map((row) => [row.code, JSON.parse(row.json) as unknown])).toEqual([
        [code, record],
      ])
      for (const words of [french.record, english.record]) expect(words[code]).toMatch(SENTENCE)
      for (const words of [deskFrench, deskEnglish]) {
        expect(words.quarantine.why[code]).toMatch(SENTENCE)
      }
    },
  )

  it('has its sentence for as long as it can be answered, and no longer', () => {
    expect(Object.keys(french.record).sort()).toEqual([...CODES].sort())
    // The desk may meet what an older or a newer server kept.
    expect(Object.keys(deskFrench.quarantine.why).sort()).toEqual([...CODES, 'unknown'].sort())
  })
})

const CARD = strToU8(JSON.stringify({ format: 'jalon-rescue', version: 1 }))
const FILES: Readonly<Record<RescueRefusal, Uint8Array>> = {
  'bad-archive': strToU8('ce n’est pas un ZIP'),
  'not-a-rescue': zipSync({ 'a.txt': strToU8('x') }),
  'newer-version': zipSync({
    'jalon.json': strToU8(JSON.stringify({ format: 'jalon-rescue', version: 2 })),
  }),
  'archive-bomb': zipSync({ 'jalon.json': CARD, 'records/x.json': new Uint8Array(5_000_000) }),
}

describe('every refusal of a rescue file', () => {
  let server: TestServer
  let staff: Phone
  beforeAll(async () => {
    server = await testServer()
    staff = await server.phone('staff')
  })
  afterAll(() => server.dispose())

  it.each(Object.entries(FILES))(
    '[P23] [P30] %s is answered, with its sentence',
    async (why, zip) => {
      const response = await staff.request(`/api/desk/rescue?territory=${TERRITORY}`, {
        method: 'POST',
        body: Buffer.from(zip),
      })
      expect([response.status, await response.json()]).toEqual([
        422,
        { problem: 'not-a-rescue', params: { reason: why } },
      ])
      for (const words of [deskFrench, deskEnglish]) {
        expect(words.rescue.refusal[why as RescueRefusal]).toMatch(SENTENCE)
        expect(Object.keys(words.rescue.refusal).sort()).toEqual(Object.keys(FILES).sort())
      }
    },
  )
})
