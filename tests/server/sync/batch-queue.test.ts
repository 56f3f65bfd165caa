import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchQueue } from '../../../src/server/sync/batch-queue.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

function counted(most = 10) {
  const goes: number[][] = []
  const ask = batchQueue<number, number>(
    async (items) => {
      goes.push([...items])
      await turn()
      if (items.some((item) => item < 0)) throw new Error(`refused ${items.join(' ')}`)
      return items.map((item) => item * 10)
    },
    { weight: (item) => Math.abs(item), most },
  )
  return { goes, ask }
}

describe('a batch queue', () => {
  it('does in one go what is asked for at once, and what comes while it is under way in the next', async () => {
    const { goes, ask } = counted()
    const first = [1, 2, 3].map(ask)
    while (goes.length === 0) await turn()
    expect(await Promise.all([...first, ask(4), ask(5)])).toEqual([10, 20, 30, 40, 50])
    expect(goes).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
    expect(await ask(6)).toBe(60)
  })

  it('waits for what still comes in with each turn, and begins when none does or when it is full', async () => {
    const { goes, ask } = counted(3)
    let left = 5
    const done = new Promise<void>((resolve) => {
      const arrive = () => {
        if (left-- === 0) return resolve()
        setImmediate(arrive)
        void ask(1)
      }
      arrive()
    })
    await done
    await ask(1)
    expect(goes).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ])
  })

  it('takes no more than its measure, and one item that is more than that alone', async () => {
    const { goes, ask } = counted(5)
    await Promise.all([1, 4, 2, 9, 5].map(ask))
    expect(goes).toEqual([[1, 4], [2], [9], [5]])
  })

  it('[P10] one bad item stops no other', async () => {
    const { goes, ask } = counted()
    const settled = await Promise.allSettled([1, 2, -3, 4].map(ask))
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(goes).toEqual([[1, 2, -3, 4], [1], [2], [-3], [4]])
    expect(await ask(5)).toBe(50)
  })

  it('gives everybody the outcome of their own item, in whatever order they come', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.boolean()), { maxLength: 30 }),
        async (asked) => {
          const { ask, goes } = counted()
          const outcomes = []
          for (const [item, waits] of asked) {
            outcomes.push(ask(item).catch(() => 'refused'))
            if (waits) await turn()
          }
          expect(await Promise.all(outcomes)).toEqual(
            asked.map(([item]) => (item < 0 ? 'refused' : item * 10)),
          )
          for (const go of goes) {
            const sum = go.reduce((total, item) => total + Math.abs(item), 0)
            expect(go.length === 1 || sum <= 10).toBe(true)
          }
        },
      ),
      { numRuns: 50 },
    ))
})
