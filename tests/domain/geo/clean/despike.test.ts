import { describe, expect, it } from 'vitest'
import { despike, findSpikes } from '../../../../src/domain/geo/clean/despike.ts'
import type { Fix } from '../../../../src/domain/geo/fix.ts'

const METRE_LAT = 1 / 111_120
const walk = (count: number, everyS = 1): Fix[] =>
  Array.from({ length: count }, (_, k) => ({
    lon: 0,
    lat: 44 + k * everyS * 1.2 * METRE_LAT,
    atMs: 1e12 + k * everyS * 1000,
  }))
const leapAt = (fixes: Fix[], index: number, metres: number): Fix[] =>
  fixes.map((fix, i) =>
    i === index ? { ...fix, lon: fix.lon + (metres * METRE_LAT) / 0.72 } : fix,
  )

describe('spikes', () => {
  it('are the fixes that leap away and come back', () => {
    expect([...findSpikes(leapAt(walk(30), 12, 80))]).toEqual([12])
  })

  it('show by their shape when fixes come every 15 s and the speed tells nothing', () => {
    expect([...findSpikes(leapAt(walk(30, 15), 12, 80))]).toEqual([12])
  })

  it('are not the noise of a few metres', () => {
    expect(findSpikes(leapAt(walk(30), 12, 6)).size).toBe(0)
  })

  it('are not the tip of an out-and-back, however slowly it is sampled', () => {
    const out = walk(10, 60)
    const back = out.slice(0, -1).reverse()
    const turn = [...out, ...back].map((fix, k) => ({ ...fix, atMs: 1e12 + k * 60_000 }))
    expect(findSpikes(turn).size).toBe(0)
  })

  it('at the very end have nothing that confirms them', () => {
    expect([...findSpikes(leapAt(walk(30), 29, 300))]).toEqual([29])
  })

  it('in a row that disagree with each other are all spikes', () => {
    const two = leapAt(leapAt(walk(30), 12, 150), 13, -200)
    expect(despike(two)).toHaveLength(28)
  })

  it('are not sought where there is no time', () => {
    const drawn = leapAt(walk(30), 12, 80).map(({ lon, lat }) => ({ lon, lat }))
    expect(findSpikes(drawn).size).toBe(0)
  })
})
