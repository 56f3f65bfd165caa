import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { liveUpdates, type LiveStream } from '../../../../src/app/desk/shell/live-updates.ts'

type TestStream = LiveStream & { emit(type: string): void; isOpen: boolean; readyState: number }

/** A browser whose pages share one lock and one channel, and whose streams do what the test says. */
function aBrowser() {
  const streams: TestStream[] = []
  const queue: (() => void)[] = []
  const told = new Map<number, () => void>()
  let pages = 0

  const aStream = (): TestStream => {
    const listeners = new Map<string, (event: Event) => void>()
    const stream = {
      isOpen: true,
      readyState: 1,
      addEventListener: (type: string, listener: unknown) =>
        void listeners.set(type, listener as (event: Event) => void),
      close: () => void (stream.isOpen = false),
      emit: (type: string) => listeners.get(type)?.(new Event(type)),
    }
    streams.push(stream)
    return stream
  }
  return {
    streams,
    open: () => streams.filter((stream) => stream.isOpen),
    page() {
      const number = ++pages
      return liveUpdates({
        openStream: aStream,
        lead(begin) {
          queue.push(begin)
          if (queue.length === 1) begin()
          return () => {
            const at = queue.indexOf(begin)
            queue.splice(at, 1)
            if (at === 0) queue[0]?.()
          }
        },
        tellOthers: () => told.forEach((tell, other) => other !== number && tell()),
        onToldByOthers: (listener) => void told.set(number, listener),
        random: () => 0.5,
      })
    },
  }
}

describe('what the desk hears of the server', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('comes over one stream, whoever listens on the page', async () => {
    const browser = aBrowser()
    const changes = browser.page()
    const told: string[] = []
    const same = () => void told.push('same')
    const stops = [changes(same), changes(same), changes(() => void told.push('other'))]
    expect(browser.open()).toHaveLength(1)
    browser.open()[0]!.emit('head')
    expect(told).toEqual(['same', 'same', 'other'])
    stops[0]!()
    stops[0]!()
    await vi.advanceTimersByTimeAsync(1_000)
    browser.open()[0]!.emit('head')
    expect(told).toHaveLength(5)
    for (const stop of stops) stop()
    expect(browser.open()).toHaveLength(0)
  })

  it('comes over one stream for all pages; when that one closes, another goes on', async () => {
    const browser = aBrowser()
    const told: number[] = []
    const stops = [1, 2, 3].map((number) => browser.page()(() => void told.push(number)))
    expect(browser.open()).toHaveLength(1)
    browser.open()[0]!.emit('head')
    expect(told.sort()).toEqual([1, 2, 3])
    stops[1]!()
    stops[0]!()
    await vi.advanceTimersByTimeAsync(1_000)
    expect([browser.streams.length, browser.open().length]).toEqual([2, 1])
    browser.open()[0]!.emit('head')
    expect(told.sort()).toEqual([1, 2, 3, 3])
  })

  it('comes back when a server that was away, or full, has made the browser give up', () => {
    const browser = aBrowser()
    const told: string[] = []
    browser.page()(() => void told.push('told'))
    const [first] = browser.streams
    first!.readyState = 0
    first!.emit('error')
    vi.advanceTimersByTime(120_000)
    // The browser itself tries that one again.
    expect(browser.streams).toHaveLength(1)
    first!.readyState = 2
    first!.emit('error')
    vi.advanceTimersByTime(10_000)
    expect(browser.streams).toHaveLength(1)
    vi.advanceTimersByTime(30_000)
    expect(browser.streams).toHaveLength(2)
    browser.streams[1]!.emit('head')
    expect(told).toEqual(['told'])
  })

  it('is looked at once more, however much happens while it is looked at', async () => {
    const browser = aBrowser()
    let [looks, finish] = [0, (): void => undefined]
    browser.page()(() => {
      looks += 1
      return new Promise<void>((resolve) => (finish = resolve))
    })
    for (let i = 0; i < 50; i += 1) browser.streams[0]!.emit('head')
    expect(looks).toBe(1)
    finish()
    await vi.advanceTimersByTimeAsync(900)
    expect(looks).toBe(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(looks).toBe(2)
    finish()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(looks).toBe(2)
    browser.streams[0]!.emit('head')
    expect(looks).toBe(3)
  })

  it('goes on after a look that failed', async () => {
    const browser = aBrowser()
    let looks = 0
    browser.page()(() => {
      looks += 1
      return Promise.reject(new Error('The desk is upset.'))
    })
    browser.streams[0]!.emit('head')
    await vi.advanceTimersByTimeAsync(2_000)
    browser.streams[0]!.emit('head')
    expect(looks).toBe(2)
  })

  it('does not come back to a page that nobody listens on any more', () => {
    const browser = aBrowser()
    const stop = browser.page()(() => undefined)
    browser.streams[0]!.readyState = 2
    browser.streams[0]!.emit('error')
    stop()
    vi.advanceTimersByTime(120_000)
    expect(browser.streams).toHaveLength(1)
  })
})
