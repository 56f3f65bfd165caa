import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSerial } from '../../../src/app/services/serial.ts'

it('runs one task at a time, in order, whatever each takes and whichever fail', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ turns: fc.nat(4), fails: fc.boolean() })),
      async (tasks) => {
        const serial = createSerial()
        const order: number[] = []
        let running = 0
        const ends = tasks.map(({ turns, fails }, i) =>
          serial(async () => {
            expect((running += 1)).toBe(1)
            for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
            order.push(i)
            running -= 1
            if (fails) throw new Error(`${i}`)
            return i
          }),
        )
        const settled = await Promise.allSettled(ends)
        expect(order).toEqual(tasks.map((_, i) => i))
        settled.forEach((end, i) =>
          expect(end.status).toBe(tasks[i]!.fails ? 'rejected' : 'fulfilled'),
        )
      },
    ),
  )
})
