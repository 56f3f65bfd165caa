import { describe, expect, it } from 'vitest'
import { LOW_ROOM_BYTES, PHOTO_ROOM_BYTES, roomOf } from '../../../src/app/capture/room.ts'
import { createReserve, RESERVE_BYTES } from '../../../src/app/storage/reserve.ts'
import { createMemoryStorage } from '../../support/phone/memory-storage.ts'

describe('room on the phone', () => {
  it('[P13] warns first, then refuses photos, and never fixes', () => {
    expect(roomOf(null)).toBe('plenty')
    expect(roomOf(LOW_ROOM_BYTES)).toBe('plenty')
    expect(roomOf(LOW_ROOM_BYTES - 1)).toBe('low')
    expect(roomOf(PHOTO_ROOM_BYTES - 1)).toBe('no-photos')
    expect(roomOf(0)).toBe('no-photos')
    // What is refused to photos is more than the reserve: it can be had to the end.
    expect(PHOTO_ROOM_BYTES).toBeGreaterThan(3 * RESERVE_BYTES)
  })

  it('[P13] holds room for fixes while there is some, and gives it up once', async () => {
    const { blobs } = createMemoryStorage()
    let filled = 0
    const reserve = createReserve(blobs, (piece) => (filled += piece.length))
    expect(await reserve.hold(RESERVE_BYTES)).toBe(false)
    expect(await reserve.release()).toBe(false)
    expect(await reserve.hold(1e9)).toBe(true)
    expect(await reserve.hold(0)).toBe(true)
    expect(filled).toBe(RESERVE_BYTES)
    expect((await blobs.get('reserve'))?.bytes.byteLength).toBe(RESERVE_BYTES)
    expect(await reserve.release()).toBe(true)
    expect(await blobs.get('reserve')).toBeUndefined()
    expect(await reserve.release()).toBe(false)
  })

  it('[P13] does without when even the reserve does not fit', async () => {
    const { blobs } = createMemoryStorage()
    const full = {
      ...blobs,
      put: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
    }
    expect(await createReserve(full, () => undefined).hold(null)).toBe(false)
  })
})
