import { describe, expect, it } from 'vitest'
import { useSaves } from '../../../src/app/ui/saves.ts'

describe('saving at each touch', () => {
  it('[P16] a write that fails is told, and the next ones are written all the same', async () => {
    const written: string[] = []
    const saves = useSaves()
    saves.save(() => Promise.resolve(written.push('a')))
    saves.save(() => Promise.reject(new Error('full')))
    await saves.done()
    expect(saves.failed.value).toBe(true)
    saves.save(() => Promise.resolve(written.push('b')))
    await saves.done()
    expect([written, saves.failed.value]).toEqual([['a', 'b'], false])
  })

  it('writes in the order of the touches, whatever each takes', async () => {
    const written: number[] = []
    const saves = useSaves()
    for (const ms of [20, 1, 10]) {
      saves.save(
        () => new Promise<void>((done) => setTimeout(() => (written.push(ms), done()), ms)),
      )
    }
    await saves.done()
    expect(written).toEqual([20, 1, 10])
  })
})
