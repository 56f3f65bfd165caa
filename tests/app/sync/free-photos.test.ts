import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createFakeServer } from '../../support/phone/fake-server.ts'
import { createPhone, queueReport } from '../../support/phone/sync-builders.ts'

const photo = (fill: number) => Buffer.alloc(600, fill)
const nameOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function phoneWithPhotos(photos: readonly Buffer[]) {
  const server = createFakeServer()
  const phone = createPhone(server)
  const ids = []
  for (const one of photos) {
    ids.push(await queueReport(phone.storage, [one]))
    const thumb = { sha256: nameOf(one), mediaType: 'image/jpeg', bytes: new ArrayBuffer(9) }
    await phone.storage.thumbs.put(thumb)
  }
  const kept = async () => {
    const rows = await Promise.all(photos.map((one) => phone.storage.blobs.get(nameOf(one))))
    return rows.map((row) => row !== undefined)
  }
  return { server, phone, ids, kept }
}

describe('photos that are safe elsewhere', () => {
  it('[P13] [P27] make room once the server has them in a backup, never before', async () => {
    const { server, phone, kept } = await phoneWithPhotos([photo(1), photo(2)])
    expect(await phone.syncer.sync()).toBe('done')
    expect(await kept()).toEqual([true, true])
    server.backUp(1)
    await phone.syncer.sync()
    expect(await kept()).toEqual([false, true])
    server.backUp(2)
    await phone.syncer.sync()
    expect(await kept()).toEqual([false, false])
    expect((await phone.storage.thumbs.get(nameOf(photo(1))))?.bytes.byteLength).toBe(9)
  })

  it('[P13] stay while a draft or a record that is not safe yet names them', async () => {
    const { server, phone, kept } = await phoneWithPhotos([photo(1), photo(1), photo(3)])
    await phone.syncer.sync()
    const { sha256, bytes, mediaType } = referenceTo(photo(3))
    await phone.storage.drafts.save({
      id: 'draft',
      kind: 'trail-report',
      state: 'open',
      territory: 'landes-chalosse',
      createdAtMs: 1,
      savedAtMs: 1,
      fields: {},
      photos: [{ sha256, bytes, mediaType, widthPx: 1, heightPx: 1, takenAtMs: 1 }],
    })
    server.backUp(1)
    await phone.syncer.sync()
    expect(await kept()).toEqual([true, true, true])
    server.backUp(3)
    await phone.syncer.sync()
    expect(await kept()).toEqual([false, false, true])
  })

  it('[P27] are not asked for again by a restored server that has them', async () => {
    const { server, phone, ids, kept } = await phoneWithPhotos([photo(1)])
    await phone.syncer.sync()
    server.backUp(1)
    await phone.syncer.sync()
    expect(await kept()).toEqual([false])
    server.restore([], true)
    await phone.syncer.sync()
    expect(await phone.stateOf(ids[0]!)).toBe('received')
    expect(server.records.has(ids[0]!)).toBe(true)
  })

  it('[P16] a voice is never freed, nor is what a draft with a voice still names', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const said = photo(7)
    const id = await queueReport(phone.storage, [said])
    const item = (await phone.storage.outbox.get(id))!
    const asVoice = item.blobs.map((blob) => ({ ...blob, mediaType: 'audio/webm' }))
    await phone.storage.outbox.update({ ...item, blobs: asVoice })
    await phone.syncer.sync()
    server.backUp(1)
    await phone.syncer.sync()
    expect(await phone.storage.blobs.get(nameOf(said))).toBeDefined()
    await phone.storage.blobs.remove(nameOf(said))
    server.restore()
    await phone.syncer.sync()
    expect((await phone.storage.outbox.get(id))?.refusal).toEqual({ code: 'voice-missing' })
  })

  it('[P09] a photo that is nowhere any more is told, not passed over', async () => {
    const { server, phone, ids } = await phoneWithPhotos([photo(1)])
    await phone.syncer.sync()
    server.backUp(1)
    await phone.syncer.sync()
    server.restore()
    await phone.syncer.sync()
    expect((await phone.storage.outbox.get(ids[0]!))?.refusal).toEqual({ code: 'photo-missing' })
  })

  it('[P27] the words of a record whose photo is nowhere any more are sent all the same', async () => {
    const bytes = photo(1)
    const { server, phone, ids } = await phoneWithPhotos([bytes])
    const [id] = ids as [string]
    await phone.storage.blobs.remove(nameOf(bytes))
    const pushed: string[] = []
    const real = server.fetch
    server.fetch = (path, init) => {
      if (path === '/api/push') pushed.push(init.body as string)
      return real(path, init)
    }
    await phone.syncer.sync()
    expect(pushed).toHaveLength(1)
    expect(pushed[0]).toContain(id)
    const item = (await phone.storage.outbox.get(id))!
    expect(item).toMatchObject({ state: 'attention', refusal: { code: 'photo-missing' } })
    // The office has put the file back, and somebody asks again.
    server.blobs.set(nameOf(bytes), bytes)
    await phone.storage.outbox.update({ ...item, state: 'waiting', nextAttemptAtMs: 0 })
    expect(await phone.syncer.sync()).toBe('done')
    expect(await phone.stateOf(id)).toBe('received')
  })
})

function referenceTo(bytes: Buffer) {
  return { sha256: nameOf(bytes), bytes: bytes.length, mediaType: 'image/jpeg' }
}
