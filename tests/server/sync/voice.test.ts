import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RescueAnswer } from '../../../src/contract/rescue.ts'
import { isVoiceMediaType } from '../../../src/domain/observation/voice.ts'
import english from '../../../src/locales/en/problems.json' with { type: 'json' }
import french from '../../../src/locales/fr/problems.json' with { type: 'json' }
import { eraseAnswered } from '../../../src/server/privacy/own-data.ts'
import { contentOf as whatIs } from '../../../src/server/storage/blobs/blob-content.ts'
import { aPhoto } from '../../support/photos.ts'
import {
  aHeritageEntity,
  aHeritagePoint,
  anAnswer,
  aReport,
  hashOf,
  TERRITORY,
} from '../../support/records.ts'
import { jsonFile, rescueZip } from '../../support/rescue-zip.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'
import { aVoice } from '../../support/voices.ts'

const DAY_MS = 86_400_000

describe('which sound a file is', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-voice-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const contentOf = async (bytes: Uint8Array) => {
    const file = join(folder, 'voice')
    await writeFile(file, bytes)
    const { content } = await whatIs(file)
    return isVoiceMediaType(content) ? content : null
  }
  const replaced = (bytes: Buffer, from: string, to: string) =>
    Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
  const anOgg = (codec: string) =>
    Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from(codec, 'latin1')])

  it('[S7] is told from its bytes: WebM, MP4, Ogg', async () => {
    expect(await contentOf(aVoice(1, 'webm').bytes)).toBe('audio/webm')
    expect(await contentOf(aVoice(1, 'mp4').bytes)).toBe('audio/mp4')
    expect(await contentOf(anOgg('OpusHead'))).toBe('audio/ogg')
    expect(await contentOf(anOgg('\u0001vorbis'))).toBe('audio/ogg')
  })

  it('[S7] [P30] is none when it shows a moving picture, says nothing, or is too long', async () => {
    const { bytes: webm } = aVoice(1, 'webm')
    const { bytes: mp4 } = aVoice(1, 'mp4')
    expect(await contentOf(replaced(webm, 'A_OPUS', 'V_VP8 '))).toBeNull()
    expect(await contentOf(replaced(webm, 'webm', 'mkv '))).toBeNull()
    expect(await contentOf(replaced(mp4, 'soun', 'vide'))).toBeNull()
    expect(await contentOf(mp4.subarray(0, 36))).toBeNull()
    expect(await contentOf(anOgg('theora'))).toBeNull()
    expect(await contentOf(Buffer.concat([webm, Buffer.alloc(2_000_000)]))).toBeNull()
    const zeros = Buffer.concat([mp4.subarray(0, 36), Buffer.alloc(100)])
    for (const none of [Buffer.alloc(0), Buffer.from('RIFF'), zeros, (await aPhoto(1)).bytes])
      expect(await contentOf(none)).toBeNull()
  })
})

describe('a voice note on its way', () => {
  let server: TestServer
  let phone: Phone
  let staff: Phone
  beforeAll(async () => {
    server = await testServer()
    phone = await server.phone()
    staff = await server.phone('staff')
  })
  afterAll(() => server.dispose())

  it('[P06] [S6] is waited for like a photo, and named by the receipt', async () => {
    const { bytes, reference } = aVoice(2)
    const { bytes: photo, reference: photoReference } = await aPhoto(2)
    const point = aHeritagePoint({
      ...{ device: phone.device, voice: reference },
      photos: [{ ...photoReference, sketch: { strokes: [[[1, 2]]] } }],
    })
    await phone.send(photo)
    expect((await phone.push([point])).outcomes).toMatchObject([
      { outcome: 'deferred', missing: [reference.sha256] },
    ])
    await phone.send(bytes)
    const names = [photoReference.sha256, reference.sha256]
    expect((await phone.push([point])).outcomes).toMatchObject([
      { outcome: 'duplicate', blobs: names },
    ])
    const stored = await server.services.store.read((tx) =>
      tx.observations.get(TERRITORY, point.id),
    )
    expect(stored?.observation).toEqual(point)
  })

  it.each(['webm', 'mp4'] as const)(
    'is served whole or in ranges, as what it is: %s',
    async (container) => {
      const { bytes, reference } = aVoice(3, container)
      await phone.send(bytes)
      await phone.push([aReport({ device: phone.device, voice: reference })])
      const path = `/api/blobs/${reference.sha256}`
      const whole = await staff.request(path)
      expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
      const said = (name: string) => whole.headers.get(name)
      expect(said('Content-Type')).toBe(reference.mediaType)
      expect(said('X-Content-Type-Options')).toBe('nosniff')
      expect(said('Content-Disposition')).toMatch(
        /^attachment; filename="[0-9a-f]{12}\.(webm|m4a)"$/,
      )
      expect(said('Cache-Control')).toBe('private, no-store')
      expect(said('Content-Security-Policy')).toContain("media-src 'self' blob:;")
      expect(said('Permissions-Policy')).toContain('microphone=(self)')
      const part = await staff.request(path, { headers: { Range: 'bytes=10-19' } })
      expect([part.status, part.headers.get('Content-Range')]).toEqual([
        206,
        `bytes 10-19/${bytes.length}`,
      ])
      expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20))
      const beyond = await staff.request(path, { headers: { Range: 'bytes=999999-' } })
      expect(beyond.status).toBe(416)
    },
  )

  it('[P29] is heard by its author and the office, never by others, not even in the catalogue', async () => {
    const other = await server.phone()
    const { bytes, reference } = aVoice(4)
    await phone.send(bytes)
    const point = aHeritagePoint({ device: phone.device, voice: reference })
    await phone.push([point])
    const entity = aHeritageEntity({ observations: [point.id] })
    const answer = anAnswer(point)
    await server.services.store.transaction((tx) =>
      tx.catalogue.put(TERRITORY, [
        entity,
        { ...answer, properties: { ...answer.properties, into: entity.id } },
      ]),
    )
    const path = `/api/blobs/${reference.sha256}`
    const read = async (who: Phone) => (await who.request(path)).status
    expect([await read(phone), await read(staff), await read(other)]).toEqual([200, 200, 404])
    expect((await server.request(path)).status).toBe(401)
    expect((await server.request(`/catalogue/photos/${reference.sha256}.jpg`)).status).toBe(404)
  })

  it('[S7] [P09] what is no sound: the record is kept aside, with a sentence in both languages', async () => {
    const photo = await aPhoto(5)
    const liar = { ...photo.reference, mediaType: 'audio/webm' as const, durationMs: 1 }
    await phone.send(photo.bytes)
    const report = aReport({ device: phone.device, voice: liar })
    const refusal = { code: 'not-a-voice', field: 'properties.voice' }
    expect((await phone.push([report])).outcomes).toEqual([
      { id: report.id, outcome: 'rejected', ...refusal },
    ])
    const kept = await server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
    expect(kept.find(({ record }) => record === report.id)).toMatchObject({
      ...refusal,
      json: JSON.stringify(report),
    })
    for (const words of [french, english]) expect(words.record['not-a-voice']).toContain('WebM')
    const { bytes, reference } = aVoice(5)
    await phone.send(bytes)
    const asPhoto = aReport({ device: phone.device, photos: [reference] })
    expect((await phone.push([asPhoto])).outcomes).toMatchObject([
      { outcome: 'rejected', code: 'not-an-image' },
    ])
  })

  it('[P23] comes in with the file a phone saved of itself', async () => {
    const { bytes, reference } = aVoice(6)
    const report = aReport({ device: phone.device, voice: reference })
    const zip = rescueZip({
      [`records/${report.id}.json`]: jsonFile(report),
      [`voices/${reference.sha256}.webm`]: new Uint8Array(bytes),
    })
    const response = await staff.request(`/api/desk/rescue?territory=${TERRITORY}`, {
      method: 'POST',
      body: Buffer.from(zip),
    })
    expect((await response.json()) as RescueAnswer).toMatchObject({
      records: { created: 1 },
      files: { stored: 1, refused: 0 },
    })
  })

  it('[P26] a record that an older server took without its voice: sent again, its voice has an owner', async () => {
    const { bytes, reference } = aVoice(7)
    await phone.send(bytes)
    const report = aReport({ device: phone.device, voice: reference })
    const { store } = server.services
    const receivedAt = new Date(server.services.nowMs()).toISOString()
    const { account } = (await store.read((tx) => tx.people.getDevice(TERRITORY, phone.device)))!
    const taken = { observation: report, account, device: phone.device, receivedAt }
    await store.transaction((tx) =>
      tx.observations.add(TERRITORY, [
        { ...taken, hash: hashOf(report), json: JSON.stringify(report) },
      ]),
    )
    const { outcomes } = await phone.push([report])
    expect(outcomes).toMatchObject([{ outcome: 'duplicate', blobs: [reference.sha256] }])
    const named = await store.read((tx) => tx.blobs.namedBy(TERRITORY, reference.sha256))
    expect(named).toEqual([report.id])
  })

  it('[P26] is erased 90 days after the last decision on what names it; the record stays', async () => {
    const { bytes, reference } = aVoice(8)
    await phone.send(bytes)
    const first = aReport({ device: phone.device, voice: reference })
    const corrected = aReport({ device: phone.device, voice: reference, corrects: first.id })
    await phone.push([first, corrected])
    const path = `/api/blobs/${reference.sha256}`
    const decide = (report: typeof first) =>
      server.services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [anAnswer(report)]))
    await decide(first)
    const decidedMs = Date.parse(anAnswer(first).properties.decidedAt)
    server.setNow(decidedMs + 90 * DAY_MS + 1)
    await eraseAnswered(server.services)
    expect((await staff.request(path)).status).toBe(200)
    await decide(corrected)
    await eraseAnswered(server.services)
    expect((await staff.request(path)).status).toBe(404)
    expect((await phone.push([first])).outcomes).toMatchObject([{ outcome: 'duplicate' }])
  })
})
