import { expect, it } from 'vitest'
import { gapMarkers, recordedFixes } from '../../../src/app/capture/notes/walk-records.ts'
import { readPackedWalk } from '../../../src/app/walk-end/read-packed-walk.ts'
import { unpackFixes } from '../../../src/domain/observation/packed-fixes.ts'
import { createMemoryStorage } from '../../support/phone/memory-storage.ts'

it('[P01] [P03] a walk read page by page is the walk read at once, holes included', async () => {
  const storage = createMemoryStorage()
  for (let seq = 0; seq < 10; seq += 1) {
    const clocks = { atMs: 1_000 * seq, monotonicMs: 1_000 * seq, visible: seq % 2 === 0 }
    await storage.fixes.append({ walk: 'a', seq, lon: -0.5, lat: 43 + seq / 1e5, ...clocks })
  }
  for (const [seq, afterFixSeq] of [4, 99, 7].entries()) {
    const gap = { kind: 'gap', reason: 'killed', afterFixSeq, atMs: 5 } as const
    await storage.fixes.appendEvent({ walk: 'a', seq, ...gap })
  }
  const whole = await storage.fixes.ofWalk('a')
  const events = await storage.fixes.eventsOf('a')
  const { fixes, gaps, repairs } = await readPackedWalk(storage, 'a')
  expect(unpackFixes(fixes)).toEqual(recordedFixes(whole))
  expect(gaps).toEqual(gapMarkers(whole, events))
  expect(gaps).toHaveLength(2)
  expect(repairs).toEqual([])
})
