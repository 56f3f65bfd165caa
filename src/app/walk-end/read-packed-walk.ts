import { FIX_WIDTH, packFixes } from '../../domain/observation/packed-fixes.ts'
import type { PackedWalk } from '../workers/packed-walk.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'

/**
 * A walk as it lies on the phone, ready for a worker: read page by page, so that hours of fixes never
 * hold the screen up.
 */
export async function readPackedWalk(
  { fixes, repairs }: Pick<PhoneStorage, 'fixes' | 'repairs'>,
  id: string,
): Promise<PackedWalk> {
  const events = await fixes.eventsOf(id)
  const isBeforeGap = new Set(events.map(({ afterFixSeq }) => afterFixSeq))
  const indexOf = new Map<number, number>()
  let packed = new Float64Array(FIX_WIDTH * (await fixes.count(id)))
  let index = 0
  for await (const page of fixes.pagesOf(id)) {
    if (packed.length < FIX_WIDTH * (index + page.length)) packed = longer(packed, page.length)
    packFixes(page, packed, index)
    for (const { seq } of page) {
      if (isBeforeGap.has(seq)) indexOf.set(seq, index)
      index += 1
    }
  }
  const gaps = events.flatMap(({ reason, afterFixSeq }) => {
    const afterIndex = indexOf.get(afterFixSeq)
    return afterIndex === undefined ? [] : [{ reason, afterIndex }]
  })
  const filled = (await repairs.ofWalk(id)).map(({ repair }) => repair)
  return { fixes: packed.subarray(0, FIX_WIDTH * index), gaps, repairs: filled }
}

/** A fix came in between the count and the reading. */
function longer(packed: Float64Array, fixes: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(packed.length + FIX_WIDTH * fixes)
  next.set(packed)
  return next
}
