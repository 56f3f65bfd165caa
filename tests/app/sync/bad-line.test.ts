import { describe, expect, it } from 'vitest'
import { pullCatalogue } from '../../../src/app/sync/pull-catalogue.ts'
import type { SyncOptions } from '../../../src/app/sync/sync-options.ts'
import { createFakeServer } from '../../support/phone/fake-server.ts'
import { createMemoryStorage } from '../../support/phone/memory-storage.ts'
import { createPhone, queueReport } from '../../support/phone/sync-builders.ts'

const photo = (size: number, fill = 7) => Buffer.alloc(size, fill)

describe('the outbox over a bad line', () => {
  it('[P06] over a line that lasts for two photos, each round gets two reports through', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const ids: string[] = []
    for (let i = 0; i < 12; i += 1)
      ids.push(await queueReport(phone.storage, [photo(300_000, i + 1)]))
    let [sentBytes, leftBytes] = [0, 0]
    const real = server.fetch
    server.fetch = (path, init) => {
      const bytes = init.method === 'PATCH' ? (init.body as ArrayBuffer).byteLength : 0
      if (bytes > leftBytes) leftBytes = -1
      if (leftBytes < 0) return Promise.reject(new TypeError('no network'))
      leftBytes -= bytes
      sentBytes += bytes
      return real(path, init)
    }
    for (let round = 1; round <= 6; round += 1) {
      leftBytes = 650_000
      await phone.syncer.sync()
      expect(server.records.size).toBe(2 * round)
    }
    expect(await Promise.all(ids.map(phone.stateOf))).toEqual(ids.map(() => 'received'))
    expect(sentBytes).toBe(12 * 300_000)
  })

  it('[P06] a few words do not wait behind the photos of three days', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    for (let i = 0; i < 3; i += 1) await queueReport(phone.storage, [photo(300_000, i + 1)])
    const words = [await queueReport(phone.storage), await queueReport(phone.storage)]
    server.network((_path, method) => (method === 'PATCH' ? { do: 'lose-request' } : null))
    expect(await phone.syncer.sync()).toBe('no-network')
    expect([...server.records.keys()]).toEqual(words)
  })

  it('[P06] a push is short enough to arrive over a slow line', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    for (let i = 0; i < 60; i += 1)
      await queueReport(phone.storage, [], (record) => {
        Object.assign(record['properties'] as object, { text: 'é'.repeat(2_000) })
      })
    const lengths: number[] = []
    const real = server.fetch
    server.fetch = (path, init) => {
      if (path === '/api/push') lengths.push(Buffer.byteLength(init.body as string))
      return real(path, init)
    }
    expect(await phone.syncer.sync()).toBe('done')
    expect(server.records.size).toBe(60)
    expect(Math.max(...lengths)).toBeLessThan(150_000)
  })

  it('[P06] after a kill, what is there of a photo is not sent again', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const id = await queueReport(phone.storage, [photo(500_000)])
    server.network((path) => (path === '/api/push' ? { do: 'lose-request' } : null))
    await phone.syncer.sync()
    const item = (await phone.storage.outbox.get(id))!
    await phone.storage.outbox.update({ ...item, state: 'sending', attempts: 0 })
    server.network(() => null)
    let sentBytes = 0
    const real = server.fetch
    server.fetch = (path, init) => {
      if (init.method === 'PATCH') sentBytes += (init.body as ArrayBuffer).byteLength
      return real(path, init)
    }
    expect(await phone.syncer.sync()).toBe('done')
    expect(sentBytes).toBe(0)
  })

  it('[P09] a server whose own address is set wrong holds nothing against a record', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const ids = [await queueReport(phone.storage, [photo(9)])]
    ids.push(await queueReport(phone.storage, [photo(8)]))
    const body = '{"problem":"wrong-origin"}'
    for (const method of ['PATCH', 'POST']) {
      server.network((_path, sent) =>
        sent === method ? { do: 'answer', status: 403, body } : null,
      )
      expect(await phone.syncer.sync()).toBe('server-trouble')
      expect(await Promise.all(ids.map(phone.stateOf))).toEqual(['waiting', 'waiting'])
    }
    server.network(() => null)
    expect(await phone.syncer.sync()).toBe('done')
    expect(await Promise.all(ids.map(phone.stateOf))).toEqual(['received', 'received'])
  })
})

describe('the catalogue over a bad line', () => {
  const INFO = { server: 'a-server', epoch: 'an-epoch' }

  /** A server with so many things, over a line that takes so long for each, and is cut after a minute. */
  function aLine(things: number, msFor: (thing: number) => number) {
    const storage = createMemoryStorage()
    const limits: number[] = []
    let nowMs = 1_000
    const pull = (_territory: string, after: number, limit: number) => {
      limits.push(limit)
      const last = Math.min(things, after + limit)
      let tookMs = 0
      for (let thing = after; thing < last; thing += 1) tookMs += msFor(thing)
      nowMs += Math.min(60_000, tookMs)
      if (tookMs > 60_000) return Promise.resolve({ ok: false, why: 'no-network' } as const)
      const rows = Array.from({ length: last - after }, (_, i) => ({
        ...{ seq: after + i + 1, kind: 'trail' as const, id: `trail-${after + i}`, feature: {} },
      }))
      const page = { jalon: 'pull' as const, ...INFO, rows, next: last, head: things }
      return Promise.resolve({ ok: true, value: { ...page, more: last < things } } as const)
    }
    const world = {
      ...{ storage, nowMs: () => nowMs, random: () => 1 },
      api: { pull } as unknown as SyncOptions['api'],
    }
    return { world, limits, storage }
  }
  const stored = async ({ storage }: ReturnType<typeof aLine>) =>
    (await storage.catalogue.ofKind('trail')).length

  it('[S13] arrives in pages that are as long as the line can bring', async () => {
    const quick = aLine(3_000, () => 1)
    expect(await pullCatalogue(quick.world, INFO, 'landes-chalosse')).toBe('done')
    expect(quick.limits).toEqual([20, 40, 80, 160, 320, 500, 500, 500, 500, 500])
    expect(await stored(quick)).toBe(3_000)

    const slow = aLine(300, () => 1_500)
    expect(await pullCatalogue(slow.world, INFO, 'landes-chalosse')).toBe('done')
    expect(Math.max(...slow.limits)).toBe(20)
    expect(await stored(slow)).toBe(300)
  })

  it('[S13] a page that was too long costs one round, not all that follow', async () => {
    const line = aLine(400, (thing) => (thing < 60 ? 1 : 1_000))
    expect(await pullCatalogue(line.world, INFO, 'landes-chalosse')).toBe('no-network')
    expect(await pullCatalogue(line.world, INFO, 'landes-chalosse')).toBe('done')
    expect(await stored(line)).toBe(400)
  })
})
