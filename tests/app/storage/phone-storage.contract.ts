import { beforeEach, describe, expect, it } from 'vitest'
import { createWalkEnd } from '../../../src/app/walk-end/walk-end.ts'
import type { PhoneStorage } from '../../../src/app/storage/phone-storage.ts'
import type {
  CatalogueRow,
  Draft,
  OutboxItem,
  RepairRow,
  Walk,
  WalkEvent,
} from '../../../src/app/storage/rows.ts'

const fix = (walk: string, seq: number) => ({
  walk,
  seq,
  lon: -0.57,
  lat: 43.76,
  atMs: 1_000 * seq,
  monotonicMs: 1_000 * seq,
  visible: true,
})
const walk: Walk = {
  id: 'walk-a',
  territory: 'landes-chalosse',
  startedAtMs: 5,
  state: 'recording',
  answers: {},
}
const item = (id: string): OutboxItem => ({
  id,
  kind: 'all-clear',
  territory: 'landes-chalosse',
  state: 'waiting',
  queuedAtMs: 1,
  blobs: [],
  attempts: 0,
  nextAttemptAtMs: 0,
})
const draft = (id: string, walkId: string): Draft => ({
  id,
  kind: 'trail-report',
  state: 'kept',
  territory: 'landes-chalosse',
  walk: walkId,
  createdAtMs: 1,
  savedAtMs: 1,
  fields: {},
  photos: [],
})
const bytesOf = (text: string) => new TextEncoder().encode(text).buffer
const row = (id: string, source: string): CatalogueRow => ({
  id,
  kind: 'trail',
  territory: 'landes-chalosse',
  seq: 1,
  source,
  feature: { id },
})

/** What every storage of the phone must do, in IndexedDB and in memory alike. */
export function phoneStorageContract(name: string, open: () => Promise<PhoneStorage>): void {
  describe(name, () => {
    let storage: PhoneStorage
    beforeEach(async () => {
      storage = await open()
    })

    it('[P01] keeps fixes in the order of their numbers, walk by walk', async () => {
      for (const seq of [0, 2, 1, 10]) await storage.fixes.append(fix('walk-a', seq))
      await storage.fixes.append(fix('walk-b', 0))
      const stored = await storage.fixes.ofWalk('walk-a')
      expect(stored.map(({ seq }) => seq)).toEqual([0, 1, 2, 10])
      expect((await storage.fixes.last('walk-a'))?.seq).toBe(10)
      expect(await storage.fixes.count('walk-a')).toBe(4)
      expect(await storage.fixes.last('walk-c')).toBeUndefined()
    })

    it('gives a long walk page by page: every fix once, in order, of this walk alone', async () => {
      const walkA = { ...walk, id: 'walk-a' }
      const fixes = Array.from({ length: 1_300 }, (_, seq) => fix('walk-a', seq))
      await storage.fixes.importWalk(walkA, fixes, [])
      await storage.fixes.append(fix('walk-b', 0))
      const seqs: number[] = []
      let pages = 0
      for await (const page of storage.fixes.pagesOf('walk-a')) {
        pages += 1
        seqs.push(...page.map(({ seq }) => seq))
      }
      expect(seqs).toEqual(fixes.map(({ seq }) => seq))
      expect(pages).toBeGreaterThan(1)
      for await (const page of storage.fixes.pagesOf('walk-c')) expect(page).toBe('no page')
    })

    it('[P01] takes the same fix again for written', async () => {
      await storage.fixes.append(fix('walk-a', 0))
      await storage.fixes.append(fix('walk-a', 0))
      expect(await storage.fixes.count('walk-a')).toBe(1)
    })

    it('[P01] never overwrites a fix', async () => {
      await storage.fixes.append(fix('walk-a', 0))
      await expect(storage.fixes.append({ ...fix('walk-a', 0), lat: 0 })).rejects.toThrow()
      expect((await storage.fixes.last('walk-a'))?.lat).toBe(43.76)
    })

    it('[P06] queues records, blobs and the state of the walk together', async () => {
      await storage.drafts.save(draft('draft-1', 'walk-a'))
      await storage.outbox.queue({
        records: [{ item: item('a'), bytes: bytesOf('{"a":1}') }],
        blobs: [{ sha256: 'ff', mediaType: 'image/jpeg', bytes: bytesOf('jpeg') }],
        walk: { ...walk, state: 'queued' },
        drafts: ['draft-1'],
      })
      expect((await storage.outbox.all()).map(({ id }) => id)).toEqual(['a'])
      const bytes = await storage.outbox.bytes('a')
      expect(new TextDecoder().decode(bytes)).toBe('{"a":1}')
      expect((await storage.blobs.get('ff'))?.mediaType).toBe('image/jpeg')
      expect((await storage.walks.get('walk-a'))?.state).toBe('queued')
      expect(await storage.drafts.all()).toEqual([])
    })

    it('[P06] queues all of a batch or nothing of it', async () => {
      await storage.outbox.queue({ records: [{ item: item('b'), bytes: bytesOf('first') }] })
      await storage.drafts.save(draft('draft-1', 'walk-a'))
      const batch = {
        records: [
          { item: item('a'), bytes: bytesOf('new') },
          { item: item('b'), bytes: bytesOf('second') },
        ],
        drafts: ['draft-1'],
        walk: { ...walk, state: 'queued' as const },
      }
      await expect(storage.outbox.queue(batch)).rejects.toThrow()
      expect((await storage.outbox.all()).map(({ id }) => id)).toEqual(['b'])
      expect(new TextDecoder().decode(await storage.outbox.bytes('b'))).toBe('first')
      expect(await storage.drafts.all()).toHaveLength(1)
      expect(await storage.walks.get('walk-a')).toBeUndefined()
    })

    it('[P22] an update of the state leaves the bytes of the record alone', async () => {
      await storage.outbox.queue({ records: [{ item: item('a'), bytes: bytesOf('as made') }] })
      await storage.outbox.update({ ...item('a'), state: 'received', attempts: 3 })
      expect((await storage.outbox.get('a'))?.state).toBe('received')
      expect(new TextDecoder().decode(await storage.outbox.bytes('a'))).toBe('as made')
    })

    it('[P16] finds the drafts of a walk', async () => {
      await storage.drafts.save(draft('draft-1', 'walk-a'))
      await storage.drafts.save(draft('draft-2', 'walk-b'))
      await storage.drafts.save({ ...draft('draft-1', 'walk-a'), fields: { category: 'arbre' } })
      const found = await storage.drafts.ofWalk('walk-a')
      expect(found.map(({ fields }) => fields)).toEqual([{ category: 'arbre' }])
    })

    it('[P16] a walk that is thrown away takes along the photos and voices that nothing else names', async () => {
      const photo = (sha256: string) => ({
        ...{ sha256, bytes: 1, mediaType: 'image/jpeg', widthPx: 1, heightPx: 1, takenAtMs: 1 },
      })
      const voice = { sha256: 'vv', bytes: 1, mediaType: 'audio/webm', durationMs: 9 } as const
      for (const sha256 of ['aa', 'bb', 'cc', 'vv', 'zz'])
        await storage.blobs.put({ sha256, mediaType: 'image/jpeg', bytes: bytesOf(sha256) })
      const thrown = { ...draft('draft-1', 'walk-a'), voice }
      await storage.drafts.save({ ...thrown, photos: ['aa', 'bb', 'cc'].map(photo) })
      await storage.drafts.save({ ...draft('draft-2', 'walk-b'), photos: [photo('bb')] })
      const blobs = [{ sha256: 'cc', bytes: 1, mediaType: 'image/jpeg' }]
      await storage.outbox.queue({
        records: [{ item: { ...item('a'), blobs }, bytes: bytesOf('{}') }],
        walk: { ...walk, state: 'ended' },
      })
      await storage.fixes.append(fix('walk-a', 0))

      await createWalkEnd({ storage } as never).discard('walk-a')
      expect(await storage.walks.get('walk-a')).toBeUndefined()
      expect(await storage.fixes.count('walk-a')).toBe(0)
      expect((await storage.drafts.all()).map(({ id }) => id)).toEqual(['draft-2'])
      const kept = await Promise.all(
        ['aa', 'bb', 'cc', 'vv', 'zz'].map(async (name) => (await storage.blobs.get(name))?.sha256),
      )
      // What nobody told it of is not its business.
      expect(kept).toEqual([undefined, 'bb', 'cc', undefined, 'zz'])
    })

    it('keeps a page of the catalogue and its cursor together', async () => {
      await storage.catalogue.apply({
        rows: [row('t1', 'old'), row('t2', 'new')],
        withdrawn: ['t0'],
        cursor: { key: 'cursor', value: 7 },
      })
      expect(await storage.settings.get('cursor')).toBe(7)
      await storage.catalogue.keepOnly('landes-chalosse', 'new')
      expect((await storage.catalogue.ofKind('trail')).map(({ id }) => id)).toEqual(['t2'])
      await storage.catalogue.apply({
        rows: [],
        withdrawn: ['t2'],
        cursor: { key: 'cursor', value: 8 },
      })
      expect(await storage.catalogue.get('t2')).toBeUndefined()
    })

    it('[P05] keeps what was filled in beside the fixes, never twice under one number', async () => {
      const filled = (seq: number, name: string): RepairRow => ({
        walk: 'walk-a',
        seq,
        acceptedAtMs: 9,
        repair: { by: { name, format: 'gpx' }, clockOffsetMs: 0, fixes: [], gaps: [] },
      })
      await storage.repairs.append(filled(0, 'Garmin'))
      await storage.repairs.append(filled(1, 'Suunto'))
      await expect(storage.repairs.append(filled(1, 'other'))).rejects.toThrow()
      await storage.repairs.remove('walk-a', 0)
      const rows = await storage.repairs.ofWalk('walk-a')
      expect(rows.map(({ repair }) => repair.by.name)).toEqual(['Suunto'])
      expect(await storage.repairs.ofWalk('walk-b')).toEqual([])
      await storage.fixes.removeWalk('walk-a')
      expect(await storage.repairs.ofWalk('walk-a')).toEqual([])
    })

    it('[P05] takes a walk from a file whole, and never over one that is there', async () => {
      const event = { walk: 'walk-a', seq: 0, kind: 'gap', reason: 'file', afterFixSeq: 0, atMs: 1 }
      const events = [event as WalkEvent]
      await storage.fixes.importWalk(walk, [fix('walk-a', 0), fix('walk-a', 1)], events)
      expect(await storage.fixes.count('walk-a')).toBe(2)
      expect(await storage.fixes.eventsOf('walk-a')).toEqual(events)
      expect((await storage.walks.get('walk-a'))?.id).toBe('walk-a')
      await expect(storage.fixes.importWalk(walk, [fix('walk-a', 5)], [])).rejects.toThrow()
      expect(await storage.fixes.count('walk-a')).toBe(2)
    })

    it('keeps small pictures', async () => {
      const thumb = { sha256: 'ff', mediaType: 'image/jpeg', bytes: bytesOf('small') }
      await storage.thumbs.put(thumb)
      await storage.blobs.remove('ff')
      expect(new TextDecoder().decode((await storage.thumbs.get('ff'))?.bytes)).toBe('small')
      expect(await storage.thumbs.get('aa')).toBeUndefined()
    })

    it('throws a walk away with its fixes and leaves the other walks', async () => {
      await storage.fixes.append(fix('walk-a', 0))
      await storage.fixes.append(fix('walk-b', 0))
      await storage.fixes.appendEvent({
        walk: 'walk-a',
        seq: 0,
        kind: 'gap',
        reason: 'hidden',
        afterFixSeq: 0,
        atMs: 1,
      })
      await storage.walks.save(walk)
      await storage.fixes.removeWalk('walk-a')
      expect(await storage.fixes.count('walk-a')).toBe(0)
      expect(await storage.fixes.eventsOf('walk-a')).toEqual([])
      expect(await storage.walks.all()).toEqual([])
      expect(await storage.fixes.count('walk-b')).toBe(1)
    })
  })
}
