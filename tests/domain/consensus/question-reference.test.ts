import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { questionReference } from '../../../src/domain/consensus/question-reference.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'

const seed = rotatingSeed()
const { line } = makeTrail('linear', seed, 3000)

const ask = (
  reference: readonly Position[],
  count: number,
  options: (n: number) => Partial<WalkOptions> = () => ({}),
) =>
  questionReference(
    reference,
    Array.from({ length: count }, (_, n) => {
      const { fixes } = simulateWalk(line, {
        seed: seed * 50 + n,
        environment: 'open',
        startAtMs: Date.UTC(2026, 2, 1 + n, 9),
        ...options(n),
      })
      return { id: `w${n}`, track: deriveTrack(fixes) }
    }),
  )

describe('[CMP-09] a shifted reference', () => {
  const shifted = line.map(([lon, lat]): Position => [lon! + 14 / 80_400, lat! + 14 / 111_120])

  it('is found when five walks agree', () => {
    const { shifts } = ask(shifted, 5)
    expect(shifts.length).toBeGreaterThan(0)
    expect(Math.max(...shifts.map(({ offsetM }) => Math.abs(offsetM)))).toBeGreaterThan(8)
  })

  it('is not claimed by two, nor where the line is right', () => {
    expect(ask(shifted, 2).shifts).toEqual([])
    expect(ask(line, 6).shifts).toEqual([])
  })
})

describe('[CMP-10] a branch', () => {
  const away = (lateralM: number) => (n: number) =>
    n < 2 ? { departures: [{ kind: 'detour' as const, atM: 1000, spanM: 300, lateralM }] } : {}

  it('that two walk and three do not is a split', () => {
    const { splits } = ask(line, 5, away(60))
    expect(splits).toHaveLength(1)
    expect(splits[0]!.intervalM[0]).toBeGreaterThan(930)
    expect(splits[0]!.intervalM[1]).toBeLessThan(1400)
    expect(splits[0]!.walkers).toEqual([3, 2])
  })

  it('that one walks is a detour of theirs', () => {
    const one = (n: number) => (n === 0 ? away(60)(0) : {})
    expect(ask(line, 5, one).splits).toEqual([])
  })

  it('is not seen where all walk together', () => {
    expect(ask(line, 5).splits).toEqual([])
  })
})
