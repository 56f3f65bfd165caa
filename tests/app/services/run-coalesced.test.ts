import { describe, expect, it } from 'vitest'
import { runCoalesced } from '../../../src/app/services/run-coalesced.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('the same work, once more', () => {
  it('never runs twice at once; asked for often meanwhile, it is done once more', async () => {
    let [begun, atOnce, most] = [0, 0, 0]
    const ends: (() => void)[] = []
    const ask = runCoalesced(async () => {
      begun += 1
      most = Math.max(most, ++atOnce)
      await new Promise<void>((resolve) => ends.push(resolve))
      atOnce -= 1
    })
    for (let i = 0; i < 5; i++) ask()
    expect(begun).toBe(1)
    ends.shift()!()
    await turn()
    expect(begun).toBe(2)
    ends.shift()!()
    await turn()
    expect([begun, most]).toEqual([2, 1])
    ask()
    expect(begun).toBe(3)
    ends.shift()!()
  })
})
