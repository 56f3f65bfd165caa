import { describe, expect, it } from 'vitest'
import {
  LOW_QUOTA_BYTES,
  NO_PHOTO_BYTES,
  quotaLevel,
} from '../../../src/app/device/storage-quota.ts'
import { createReserve, PIECE_BYTES, PIECES } from '../../../src/app/storage/reserve.ts'
import { createMemoryStorage } from '../../support/phone/memory-storage.ts'

const FULL = new DOMException('full', 'QuotaExceededError')

describe('room on the phone', () => {
  it('[P13] warns first, then refuses photos, and never fixes', () => {
    expect(quotaLevel(null, true)).toBe('plenty')
    expect(quotaLevel(LOW_QUOTA_BYTES, true)).toBe('plenty')
    expect(quotaLevel(LOW_QUOTA_BYTES - 1, true)).toBe('low')
    expect(quotaLevel(NO_PHOTO_BYTES - 1, true)).toBe('no-photos')
    // What is refused to photos is more than the reserve: it can be had to the end.
    expect(NO_PHOTO_BYTES).toBeGreaterThan(PIECES * PIECE_BYTES)
  })

  it('[P13] believes the reserve that did not fit more than a figure', () => {
    expect(quotaLevel(1e10, false)).toBe('no-photos')
    expect(quotaLevel(null, false)).toBe('no-photos')
  })

  it('[P13] holds room for fixes while there is some, and gives it up piece by piece', async () => {
    const { blobs } = createMemoryStorage()
    let filled = 0
    const reserve = createReserve(blobs, (piece) => (filled += piece.length))
    expect(await reserve.release()).toBe(false)
    expect(await reserve.hold()).toBe(true)
    expect(await reserve.hold()).toBe(true)
    expect(filled).toBe(PIECES * PIECE_BYTES)
    for (let piece = 0; piece < PIECES; piece += 1) expect(await reserve.release()).toBe(true)
    expect(await reserve.release()).toBe(false)
    for (let piece = 0; piece < PIECES; piece += 1)
      expect(await blobs.get(`reserve-${piece}`)).toBeUndefined()
  })

  it('[P13] says so when the reserve does not fit, and keeps the pieces that do', async () => {
    const { blobs } = createMemoryStorage()
    let room = 1
    const nearlyFull = {
      ...blobs,
      put: (blob: Parameters<typeof blobs.put>[0]) =>
        (room -= 1) < 0 ? Promise.reject(FULL) : blobs.put(blob),
    }
    const reserve = createReserve(nearlyFull, () => undefined)
    expect(await reserve.hold()).toBe(false)
    expect(await reserve.release()).toBe(true)
    expect(await reserve.release()).toBe(false)
  })
})
