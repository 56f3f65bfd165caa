import { expect, it } from 'vitest'
import { installPlace } from '../../../src/app/device/install-prompt.ts'

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'
const CHROME_ON_IPHONE = IPHONE.replace('Version/17.5', 'CriOS/126.0')
const MACINTOSH =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15'
const FIREFOX = 'Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0'
const CHROME =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36'
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'

it.each([
  ['ios', IPHONE, 5],
  ['ios', CHROME_ON_IPHONE, 5],
  // An iPad passes for a computer; its screen gives it away.
  ['ios', MACINTOSH, 5],
  ['computer', MACINTOSH, 0],
  ['android', FIREFOX, 5],
  ['android', CHROME, 5],
  ['computer', WINDOWS, 10],
] as const)('shows the steps of %s: %s', (place, userAgent, maxTouchPoints) => {
  expect(installPlace({ userAgent, maxTouchPoints })).toBe(place)
})
