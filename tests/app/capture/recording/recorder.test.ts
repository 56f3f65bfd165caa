import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createRecorder,
  type RecorderView,
} from '../../../../src/app/capture/recording/recorder.ts'
import type { PhoneStorage } from '../../../../src/app/storage/phone-storage.ts'
import type { Walk } from '../../../../src/app/storage/rows.ts'
import { deriveTrack } from '../../../../src/domain/geo/derive-track.ts'
import { distanceM } from '../../../../src/domain/geo/plane.ts'
import { createFakeDevice } from '../../../support/phone/fake-device.ts'
import { createMemoryStorage } from '../../../support/phone/memory-storage.ts'

const WALK: Walk = {
  id: 'walk',
  territory: 'landes-chalosse',
  startedAtMs: 0,
  state: 'recording',
  answers: {},
}
/** Metres north of a place in Chalosse. */
const at = (northM: number) => ({ lon: -0.57, lat: 43.76 + northM / 111_000 })
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

function open(storage: PhoneStorage = createMemoryStorage(), fake = createFakeDevice()) {
  let view: RecorderView | null = null
  const recorder = createRecorder(storage, fake.device, (next) => (view = next))
  return {
    storage,
    fake,
    recorder,
    view: () => view,
    walk: async (fromM: number, toM: number) => {
      for (let m = fromM; m < toM; m += 1) {
        fake.pass(1_000)
        fake.fix(at(m))
      }
      await settled()
    },
  }
}

const reasons = async (storage: PhoneStorage) =>
  (await storage.fixes.eventsOf('walk')).map(({ reason, afterFixSeq }) => [reason, afterFixSeq])

describe('recorder', () => {
  it('[P01] counts a fix as saved only once it is on disk', async () => {
    const storage = createMemoryStorage()
    let disk: () => void = () => undefined
    const slow = {
      ...storage,
      fixes: {
        ...storage.fixes,
        append: async (fix: Parameters<typeof storage.fixes.append>[0]) => {
          await new Promise<void>((resolve) => (disk = resolve))
          await storage.fixes.append(fix)
        },
      },
    }
    const { recorder, fake, view } = open(slow)
    await recorder.start(WALK)
    fake.fix(at(0))
    await settled()
    expect(view()).toMatchObject({ saved: 0, unsaved: 1 })
    disk()
    await settled()
    expect(view()).toMatchObject({ saved: 1, unsaved: 0 })
  })

  it('[P01] keeps every fix in memory and rings when the disk refuses, then writes all of them', async () => {
    const storage = createMemoryStorage()
    let full = true
    const failing = {
      ...storage,
      fixes: {
        ...storage.fixes,
        append: async (fix: Parameters<typeof storage.fixes.append>[0]) => {
          if (full) throw new DOMException('full', 'QuotaExceededError')
          await storage.fixes.append(fix)
        },
      },
    }
    const { recorder, walk, view, fake } = open(failing)
    await recorder.start(WALK)
    await walk(0, 5)
    expect(view()).toMatchObject({ saved: 0, unsaved: 5, storageFailing: true })
    expect(fake.rung.length).toBeGreaterThan(0)
    expect(await recorder.stop()).toBe(false)
    full = false
    await walk(5, 6)
    expect(view()).toMatchObject({ saved: 6, unsaved: 0, storageFailing: false })
    expect((await storage.fixes.ofWalk('walk')).map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('[P02] goes on after a kill: numbers continue, the hole is typed, the clock never goes back', async () => {
    const first = open()
    await first.recorder.start(WALK)
    await first.walk(0, 20)
    const second = open(first.storage, createFakeDevice(first.fake.wallMs() + 600_000))
    await second.recorder.reopen((await first.storage.walks.get('walk'))!)
    await second.walk(400, 420)
    const fixes = await first.storage.fixes.ofWalk('walk')
    expect(fixes.map(({ seq }) => seq)).toEqual([...Array(40).keys()])
    expect(await reasons(first.storage)).toEqual([['killed', 19]])
    const clock = fixes.map(({ monotonicMs }) => monotonicMs)
    expect(clock.every((ms, i) => i === 0 || ms > clock[i - 1]!)).toBe(true)
    expect(clock[20]! - clock[19]!).toBeGreaterThan(590_000)
    expect(second.view()?.track.segments).toHaveLength(2)
  })

  it('[P02] a walk that was paused when the phone died stays paused', async () => {
    const first = open()
    await first.recorder.start(WALK)
    await first.walk(0, 3)
    await first.recorder.pause()
    const second = open(first.storage)
    await second.recorder.reopen((await first.storage.walks.get('walk'))!)
    expect(second.view()?.state.phase).toBe('paused')
    expect(second.fake.watching()).toBe(0)
    await second.recorder.unpause()
    await second.walk(3, 5)
    expect(await reasons(first.storage)).toEqual([['paused', 2]])
  })

  it('[P14] what the phone held back while it slept is no hole, and all of it counts', async () => {
    const { recorder, fake, walk, storage } = open()
    await recorder.start(WALK)
    await walk(0, 100)
    fake.show(false)
    fake.pass(200_000)
    fake.show(true)
    const wokeAtMs = fake.device.clock.nowMs()
    for (let m = 100; m < 300; m += 1) {
      fake.fix({ ...at(m), atMs: wokeAtMs - 1000 * (299 - m) })
    }
    await settled()
    await walk(300, 400)
    expect(await reasons(storage)).toEqual([])
    const fixes = await storage.fixes.ofWalk('walk')
    expect(deriveTrack(fixes).segments.map((segment) => segment.length)).toEqual([400])
  })

  it('[P14] a receiver that is 1,024 weeks late gets the date of the phone', async () => {
    const { recorder, fake, storage } = open()
    await recorder.start(WALK)
    const nowMs = fake.device.clock.nowMs()
    fake.fix({ ...at(0), atMs: nowMs - 7168 * 86_400_000 })
    await settled()
    const [first] = await storage.fixes.ofWalk('walk')
    expect(Math.abs(first!.atMs - nowMs)).toBeLessThan(1000)
  })

  it('[P02] types the hole of a page out of view, and none when nothing was lost', async () => {
    const { recorder, fake, walk, storage } = open()
    await recorder.start(WALK)
    await walk(0, 3)
    fake.show(false)
    fake.pass(2_000)
    fake.show(true)
    await walk(3, 6)
    expect(await reasons(storage)).toEqual([])
    fake.show(false)
    fake.pass(90_000)
    fake.show(true)
    await walk(60, 62)
    expect(await reasons(storage)).toEqual([['hidden', 5]])
  })

  it('[P02] types a permission taken away, and rings', async () => {
    const { recorder, fake, walk, storage, view } = open()
    await recorder.start(WALK)
    await walk(0, 3)
    fake.deny()
    expect(view()?.state.alarm).toBe('permission')
    expect(fake.rung).toHaveLength(1)
    fake.allow()
    fake.pass(31_000)
    await walk(10, 12)
    expect(view()?.state.alarm).toBe('none')
    expect(await reasons(storage)).toEqual([['permission', 2]])
  })

  it('[P14] a wall clock that is set does not spoil the order, and is told', async () => {
    const { recorder, fake, walk, storage } = open()
    await recorder.start(WALK)
    await walk(0, 3)
    fake.setWallClock(fake.wallMs() - 10 * 365 * 86_400_000)
    await walk(3, 6)
    const fixes = await storage.fixes.ofWalk('walk')
    const clock = fixes.map(({ monotonicMs }) => monotonicMs)
    expect(clock.every((ms, i) => i === 0 || ms > clock[i - 1]!)).toBe(true)
    expect(await reasons(storage)).toEqual([['clock', 2]])
  })

  it('[P04] rings within 15 s of silence, again while it lasts, and stops when a fix comes', async () => {
    const { recorder, fake, walk, view } = open()
    await recorder.start(WALK)
    await walk(0, 3)
    const silentFrom = fake.monoMs()
    fake.pass(15_000)
    expect(view()?.state.alarm).toBe('silent')
    expect(fake.rung[0]! - silentFrom).toBeLessThanOrEqual(15_000)
    fake.pass(60_000)
    expect(fake.rung).toHaveLength(3)
    await walk(3, 4)
    expect(view()?.state.alarm).toBe('none')
  })

  it('[P04] rings when the very first fix does not come', async () => {
    const { recorder, fake } = open()
    await recorder.start(WALK)
    fake.pass(15_000)
    expect(fake.rung).toHaveLength(1)
  })

  it('[P04] asks the receiver again while it is silent', async () => {
    const { recorder, fake } = open()
    await recorder.start(WALK)
    const before = fake.watches()
    fake.pass(15_000)
    expect(fake.watches()).toBe(before + 1)
    expect(fake.watching()).toBe(1)
  })

  it('[P04] a receiver that says its last fix again is still silent', async () => {
    const { recorder, fake, walk, view } = open()
    await recorder.start(WALK)
    await walk(0, 3)
    const again = { ...at(2), atMs: fake.wallMs() }
    fake.pass(15_000)
    fake.fix(again)
    expect(view()?.state.alarm).toBe('silent')
    expect(view()?.saved).toBe(3)
  })

  it('does not ring while paused', async () => {
    const { recorder, fake, walk } = open()
    await recorder.start(WALK)
    await walk(0, 2)
    await recorder.pause()
    fake.pass(120_000)
    expect(fake.rung).toEqual([])
  })

  it('a start that fails, on a full phone, does not keep the next one out', async () => {
    const storage = createMemoryStorage()
    let full = true
    const save = (walk: Walk) =>
      full ? Promise.reject(new Error('full')) : storage.walks.save(walk)
    const { recorder } = open({ ...storage, walks: { ...storage.walks, save } })
    await expect(recorder.start(WALK)).rejects.toThrow('full')
    full = false
    expect(await recorder.start(WALK)).toBe('started')
  })

  it('lets one tab record at a time', async () => {
    const first = open()
    const second = open(first.storage, first.fake)
    expect(await first.recorder.start(WALK)).toBe('started')
    expect(await second.recorder.start({ ...WALK, id: 'other' })).toBe('another-tab')
    await first.recorder.stop()
    expect(await second.recorder.start({ ...WALK, id: 'other' })).toBe('started')
  })

  it('tells an approximate position from a bad one', async () => {
    const { recorder, fake, view } = open()
    await recorder.start(WALK)
    for (let i = 0; i < 3; i += 1) {
      fake.pass(1_000)
      fake.fix({ ...at(0), accuracyM: 2_000 })
    }
    expect(view()?.coarse).toBe(true)
    fake.fix({ ...at(0), accuracyM: 30 })
    expect(view()?.coarse).toBe(false)
  })

  it('[P03] never draws an edge over a hole, whatever happens to the walk', async () => {
    const happening = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant('walk' as const),
          n: fc.integer({ min: 1, max: 9 }),
        }),
      },
      fc.record({
        do: fc.constantFrom('silence', 'hide', 'pause', 'kill'),
        n: fc.integer({ min: 1, max: 90 }),
      }),
      fc.record({ do: fc.constant('jump' as const), n: fc.integer({ min: 101, max: 900 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 12 }), async (story) => {
        let phone = open()
        await phone.recorder.start(WALK)
        let northM = 0
        for (const { do: what, n } of story) {
          if (what === 'walk') {
            await phone.walk(northM, northM + n)
            northM += n
          } else if (what === 'silence') phone.fake.pass(n * 1_000)
          else if (what === 'hide') {
            phone.fake.show(false)
            phone.fake.pass(n * 1_000)
            phone.fake.show(true)
          } else if (what === 'pause') {
            await phone.recorder.pause()
            phone.fake.pass(n * 1_000)
            await phone.recorder.unpause()
          } else if (what === 'kill') {
            await settled()
            const fake = createFakeDevice(phone.fake.wallMs() + n * 1_000)
            const next = open(phone.storage, fake)
            await next.recorder.reopen((await phone.storage.walks.get('walk'))!)
            phone = next
          } else northM += n
        }
        await phone.walk(northM, northM + 2)
        const fixes = await phone.storage.fixes.ofWalk('walk')
        const events = await phone.storage.fixes.eventsOf('walk')
        const markers = events.map(({ reason, afterFixSeq }) => ({
          reason,
          afterIndex: afterFixSeq,
        }))
        const derived = deriveTrack(fixes, markers).segments
        for (const segment of derived)
          for (let i = 1; i < segment.length; i += 1) {
            const [a, b] = [segment[i - 1]!, segment[i]!]
            const seconds =
              (b as (typeof fixes)[0]).monotonicMs - (a as (typeof fixes)[0]).monotonicMs
            expect(seconds).toBeLessThanOrEqual(30_000)
            expect(distanceM([a.lon, a.lat], [b.lon, b.lat])).toBeLessThanOrEqual(100)
          }
        for (const segment of phone.view()!.track.segments)
          for (let i = 1; i < segment.length; i += 1)
            expect(distanceM(segment[i - 1]!, segment[i]!)).toBeLessThanOrEqual(100)
      }),
      { numRuns: 60 },
    )
  })
})
