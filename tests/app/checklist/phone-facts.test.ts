// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { phoneFacts } from '../../../src/app/checklist/phone-facts.ts'
import { canKeepScreenOn } from '../../../src/app/device/wake-lock.ts'

afterEach(() => vi.unstubAllGlobals())

it('[P20] a browser that knows nothing of itself still gets its check-list', async () => {
  // WebKitGTK has no StorageManager, no wake lock, no battery; plain http has no service worker either.
  vi.stubGlobal('navigator', {})
  expect(await phoneFacts(3, null, { isOpen: () => false })).toEqual({
    offlineReady: false,
    trails: 3,
    location: null,
    batteryLevel: null,
    charging: false,
    freeBytes: null,
    persisted: false,
    installed: false,
    place: 'computer',
    canInstall: false,
    clockSkewMs: null,
  })
  expect(await canKeepScreenOn()).toBe(false)
})
