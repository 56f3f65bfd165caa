import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFakeServer, type Fault } from '../../support/phone/fake-server.ts'
import { createPhone, queueReport } from '../../support/phone/sync-builders.ts'

const photo = (size: number, fill = 7) => Buffer.alloc(size, fill)
const PORTAL = '<html><title>Bienvenue sur le Wi-Fi du camping</title></html>'
/** Answers that are not ours, whatever their status says. */
const FALSE_ANSWERS: readonly [name: string, fault: Fault][] = [
  ['a portal page with status 200', { do: 'answer', status: 200, body: PORTAL }],
  ['JSON without our mark', { do: 'answer', status: 200, body: '{"ok":true,"outcomes":[]}' }],
  ['an empty 200', { do: 'answer', status: 200, body: '' }],
  ['a 201', { do: 'answer', status: 201, body: '{}' }],
  ['a redirect', { do: 'answer', status: 302, body: '' }],
  ['a 404 page', { do: 'answer', status: 404, body: PORTAL }],
  ['a 413 of a proxy', { do: 'answer', status: 413, body: PORTAL }],
  ['a 500', { do: 'answer', status: 500, body: 'Internal Server Error' }],
  ['a 502 page', { do: 'answer', status: 502, body: PORTAL }],
  ['a lost request', { do: 'lose-request' }],
  ['a lost answer', { do: 'lose-answer' }],
]

describe('the outbox', () => {
  it('[P06] a report with two photos is received when the receipt names both', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const id = await queueReport(phone.storage, [photo(700_000), photo(5)])
    expect(await phone.syncer.sync()).toBe('done')
    const item = await phone.storage.outbox.get(id)
    expect(item?.state).toBe('received')
    expect(item?.receipt?.blobs).toEqual(item?.blobs.map(({ sha256 }) => sha256))
    expect([...server.blobs.keys()].every(server.isComplete)).toBe(true)
  })

  it('[P06] kobo-776: a receipt that forgets one photo is not a receipt', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const id = await queueReport(phone.storage, [photo(10), photo(11)])
    const real = server.fetch
    server.fetch = async (path, init) => {
      const response = await real(path, init)
      if (path !== '/api/push') return response
      const body = (await response.json()) as { outcomes: { blobs: string[] }[] }
      body.outcomes[0]!.blobs.pop()
      return new Response(JSON.stringify(body))
    }
    await phone.syncer.sync()
    expect(await phone.stateOf(id)).toBe('waiting')
    server.fetch = real
    phone.later()
    await phone.syncer.sync()
    expect(await phone.stateOf(id)).toBe('received')
    expect(server.records.size).toBe(1)
  })

  it.each(FALSE_ANSWERS)('[P08] %s is never "sent"', async (_name, fault) => {
    for (const where of ['/api/push', '/api/blobs/', '/api/info']) {
      const server = createFakeServer()
      const phone = createPhone(server)
      const id = await queueReport(phone.storage, [photo(40)])
      const bytes = await phone.storage.outbox.bytes(id)
      server.network((path) => (path.startsWith(where) ? fault : null))
      expect(await phone.syncer.sync()).not.toBe('done')
      expect(await phone.stateOf(id)).toBe('waiting')
      expect(await phone.storage.outbox.bytes(id)).toEqual(bytes)
      server.network(() => null)
      phone.later()
      expect(await phone.syncer.sync()).toBe('done')
      expect(await phone.stateOf(id)).toBe('received')
      expect(server.records.size).toBe(1)
    }
  })

  it('[P06] a connection cut at any request and any byte ends in one observation with all photos', async () => {
    const fault = fc.oneof(
      fc.constantFrom<Fault>({ do: 'lose-request' }, { do: 'lose-answer' }),
      fc
        .integer({ min: 0, max: 1_000_000 })
        .map((afterBytes): Fault => ({ do: 'cut-upload', afterBytes })),
      fc.constantFrom(...FALSE_ANSWERS.map(([, answer]) => answer)),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fault, { freq: 2 }), { maxLength: 25 }),
        async (faults) => {
          const server = createFakeServer()
          const phone = createPhone(server)
          const ids = [
            await queueReport(phone.storage, [photo(900_000, 1), photo(3, 2)]),
            await queueReport(phone.storage),
          ]
          let request = 0
          server.network(() => faults[request++] ?? null)
          for (let round = 0; round < 40 && request < faults.length; round += 1) {
            await phone.syncer.sync()
            for (const id of ids)
              if ((await phone.stateOf(id)) === 'received') {
                const { blobs } = (await phone.storage.outbox.get(id))!
                expect(server.records.has(id)).toBe(true)
                expect(blobs.every(({ sha256 }) => server.isComplete(sha256))).toBe(true)
              }
            phone.later()
          }
          server.network(() => null)
          await phone.syncer.sync()
          phone.later()
          await phone.syncer.sync()
          expect(await Promise.all(ids.map(phone.stateOf))).toEqual(['received', 'received'])
          expect(server.records.size).toBe(2)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('[P06] goes on where an upload was cut', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    await queueReport(phone.storage, [photo(500_000)])
    server.network((_path, method) =>
      method === 'PATCH' ? { do: 'cut-upload', afterBytes: 400_000 } : null,
    )
    await phone.syncer.sync()
    server.network(() => null)
    phone.later()
    const sent: number[] = []
    const real = server.fetch
    server.fetch = (path, init) => {
      if (init.method === 'PATCH') sent.push((init.body as ArrayBuffer).byteLength)
      return real(path, init)
    }
    await phone.syncer.sync()
    expect(sent).toEqual([100_000])
  })

  it('[P07] sent ten times, from two tabs, it is one observation', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const id = await queueReport(phone.storage)
    for (let i = 0; i < 10; i += 1) {
      const item = (await phone.storage.outbox.get(id))!
      await phone.storage.outbox.update({ ...item, state: 'waiting', nextAttemptAtMs: 0 })
      await Promise.all([phone.syncer.sync(), createPhone(server, phone.storage).syncer.sync()])
    }
    expect(server.records.size).toBe(1)
    expect(await phone.stateOf(id)).toBe('received')
  })

  it('[P10] poison in a queue of 100 blocks nobody, and says why', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const ids: string[] = []
    for (let i = 0; i < 100; i += 1)
      ids.push(
        await queueReport(phone.storage, [], (record) => {
          if (i === 20) record['geometry'] = { type: 'Point', coordinates: [900, 43] }
          if (i === 40) delete (record['properties'] as Record<string, unknown>)['category']
          if (i === 60) record['type'] = 'Nonsense\u0000'
        }),
      )
    await phone.syncer.sync()
    const states = await Promise.all(ids.map(phone.stateOf))
    expect(states.filter((state) => state === 'received')).toHaveLength(97)
    expect(states.flatMap((state, i) => (state === 'attention' ? [i] : []))).toEqual([20, 40, 60])
    const refusal = (await phone.storage.outbox.get(ids[20]!))?.refusal
    expect(refusal?.code).toBe('outside-the-world')
    expect(await phone.storage.outbox.bytes(ids[20]!)).toBeDefined()
  })

  it('[P10] a record that breaks the server is sent alone, later; the others pass', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const ids: string[] = []
    for (let i = 0; i < 10; i += 1) ids.push(await queueReport(phone.storage))
    const real = server.fetch
    server.fetch = async (path, init) =>
      path === '/api/push' && (init.body as string).includes(ids[3]!)
        ? new Response('{"problem":"server-error"}', { status: 500 })
        : real(path, init)
    await phone.syncer.sync()
    expect(server.records.size).toBe(9)
    expect(await phone.stateOf(ids[3]!)).toBe('waiting')
  })

  it('[P09] a 413 of our own server is a refusal with a reason, for that record only', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const id = await queueReport(phone.storage, [photo(9)])
    const other = await queueReport(phone.storage)
    server.network((_path, method) =>
      method === 'PATCH' ? { do: 'answer', status: 413, body: '{"problem":"too-large"}' } : null,
    )
    await phone.syncer.sync()
    expect((await phone.storage.outbox.get(id))?.refusal).toEqual({ code: 'too-large' })
    expect(await phone.stateOf(other)).toBe('received')
  })

  it('[P06] bytes spoiled on the way are sent again, not held against the record', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const id = await queueReport(phone.storage, [photo(9)])
    server.network((_path, method) =>
      method === 'PATCH' ? { do: 'answer', status: 422, body: '{"problem":"wrong-hash"}' } : null,
    )
    await phone.syncer.sync()
    expect(await phone.stateOf(id)).toBe('waiting')
    server.network(() => null)
    phone.later()
    await phone.syncer.sync()
    expect(await phone.stateOf(id)).toBe('received')
  })

  it('[P29] what was noted for one territory is never sent to another', async () => {
    const server = createFakeServer()
    const here = createPhone(server)
    const id = await queueReport(here.storage, [photo(9)])
    await createPhone(server, here.storage, 'bearn').syncer.sync()
    expect(await here.stateOf(id)).toBe('waiting')
    expect(server.records.size).toBe(0)
    expect(server.blobs.size).toBe(0)
    await here.syncer.sync()
    expect(await here.stateOf(id)).toBe('received')
    server.restore([])
    await createPhone(server, here.storage, 'bearn').syncer.sync()
    expect(server.records.size).toBe(0)
    expect(await here.stateOf(id)).toBe('received')
  })

  it('[P27] a server restored from an old backup is offered everything again', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const ids = [await queueReport(phone.storage, [photo(30)]), await queueReport(phone.storage)]
    await phone.syncer.sync()
    server.restore([ids[1]!])
    await phone.syncer.sync()
    expect([...server.records.keys()].sort()).toEqual([...ids].sort())
    expect(await Promise.all(ids.map(phone.stateOf))).toEqual(['received', 'received'])
    expect([...server.blobs.keys()].every(server.isComplete)).toBe(true)
  })

  it('[P29] a session that ended keeps the outbox, and sends after pairing again', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const id = await queueReport(phone.storage, [photo(10)])
    server.signOut()
    expect(await phone.syncer.sync()).toBe('signed-out')
    expect(await phone.stateOf(id)).toBe('waiting')
    server.signOut(false)
    expect(await phone.syncer.sync()).toBe('done')
    expect(await phone.stateOf(id)).toBe('received')
  })

  it('a kill in the middle of sending leaves the item on the phone', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const id = await queueReport(phone.storage)
    await phone.storage.outbox.update({
      ...(await phone.storage.outbox.get(id))!,
      state: 'sending',
    })
    await createPhone(server, phone.storage).syncer.sync()
    expect(await phone.stateOf(id)).toBe('received')
  })

  it('[P22] what is sent is the bytes that were queued', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const id = await queueReport(phone.storage, [], (record) => {
      record['member-of-the-future'] = { kept: [1, 2.5] }
    })
    const text = new TextDecoder().decode(await phone.storage.outbox.bytes(id))
    let body = ''
    const real = server.fetch
    server.fetch = (path, init) => {
      if (path === '/api/push') body = init.body as string
      return real(path, init)
    }
    await phone.syncer.sync()
    expect(body).toContain(text)
    expect(server.records.get(id)?.text).toContain('member-of-the-future')
  })
})

describe('the catalogue', () => {
  it('comes page by page and goes on from its cursor', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    for (const id of ['t1', 't2', 't3', 't4', 't5']) server.feed('trail', id, { id })
    await phone.syncer.sync()
    expect(await phone.storage.catalogue.ofKind('trail')).toHaveLength(5)
    server.feed('withdrawal', 't2')
    server.feed('trail', 't6', { id: 't6' })
    await phone.syncer.sync()
    const ids = (await phone.storage.catalogue.ofKind('trail')).map(({ id }) => id)
    expect(ids).toEqual(['t1', 't3', 't4', 't5', 't6'])
  })

  it('[P27] starts anew after a restore, and drops what is gone', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    for (const id of ['t1', 't2']) server.feed('trail', id, { id })
    await phone.syncer.sync()
    server.restore()
    server.feed('trail', 't2', { id: 't2' })
    await phone.syncer.sync()
    expect((await phone.storage.catalogue.ofKind('trail')).map(({ id }) => id)).toEqual(['t2'])
  })

  it('[P27] a fresh start that is cut goes on later, and ends with nothing that is not there', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    for (const id of ['old', 't1', 't2', 't3', 't4']) server.feed('trail', id, { id })
    await phone.syncer.sync()
    server.restore()
    for (const id of ['t1', 't2', 't3', 't4']) server.feed('trail', id, { id })
    let pulls = 0
    server.network((path) =>
      path.startsWith('/api/pull') && (pulls += 1) > 1 ? { do: 'lose-answer' } : null,
    )
    await phone.syncer.sync()
    expect(pulls).toBeGreaterThan(1)
    server.network(() => null)
    await phone.syncer.sync()
    const ids = (await phone.storage.catalogue.ofKind('trail')).map(({ id }) => id)
    expect(ids.sort()).toEqual(['t1', 't2', 't3', 't4'])
  })

  it('[P06] [S12] a photo that was spoiled on the server is sent again by the phone that still has it', async () => {
    const server = createFakeServer()
    const phone = createPhone(server)
    const photo = Buffer.alloc(600, 9)
    const sha256 = createHash('sha256').update(photo).digest('hex')
    await queueReport(phone.storage, [photo])
    expect(await phone.syncer.sync()).toBe('done')
    server.damage(sha256)
    // One that this phone never had stops nothing.
    server.damage('0'.repeat(64))
    expect(await phone.syncer.sync()).toBe('done')
    expect(server.blobs.get(sha256)?.equals(photo)).toBe(true)
  })
})
