import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { checkWalks } from '../../../src/domain/checks/check-walks.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'

const seed = rotatingSeed()
const { line } = makeTrail('linear', seed, 3000)

const walksOn = (
  count: number,
  options: (n: number) => Partial<WalkOptions> = () => ({}),
  on: readonly Position[] = line,
) =>
  Array.from({ length: count }, (_, n) => {
    const { fixes } = simulateWalk(on, {
      seed: seed * 50 + n,
      environment: 'open',
      startAtMs: Date.UTC(2026, 2, 1 + n, 9),
      ...options(n),
    })
    return { id: `w${n}`, track: deriveTrack(fixes) }
  })

const found = (check: string, given: Parameters<typeof checkWalks>[0]) =>
  checkWalks(given).findings.filter((finding) => finding.check === check)

/** Some of the walkers go round by another way. */
const goesRound = (walkers: number) => (n: number) =>
  n < walkers
    ? { departures: [{ kind: 'detour' as const, atM: 1000, spanM: 300, lateralM: 60 }] }
    : {}

describe('[CMP-09] a reference that is out of date', () => {
  const shifted = line.map(([lon, lat]): Position => [lon! + 14 / 80_400, lat! + 14 / 111_120])

  it('is found when five walks agree beside it', () => {
    const findings = found('CMP-09', { line: shifted, walks: walksOn(5) })
    expect(Math.max(...findings.map(({ value }) => value!))).toBeGreaterThan(8)
  })

  it('is not claimed by two, nor where the line is right', () => {
    expect(found('CMP-09', { line: shifted, walks: walksOn(2) })).toEqual([])
    expect(found('CMP-09', { line, walks: walksOn(6) })).toEqual([])
  })

  it('is found when all go round by another way', () => {
    const walks = walksOn(4, goesRound(4))
    const [finding, ...more] = found('CMP-09', { line, walks })
    expect(more).toEqual([])
    expect(finding!.params).toMatchObject({ kind: 'elsewhere', tracks: 4 })
    expect(finding!.intervalM![0]).toBeGreaterThan(930)
    expect(finding!.intervalM![1]).toBeLessThan(1400)
    expect(found('CMP-10', { line, walks })).toEqual([])
  })
})

describe('[CMP-10] a branch', () => {
  it('that two walk and three do not is a split', () => {
    const [finding, ...more] = found('CMP-10', { line, walks: walksOn(5, goesRound(2)) })
    expect(more).toEqual([])
    expect(finding!.params).toEqual({ tracks: 5 })
    expect(finding!.intervalM![0]).toBeGreaterThan(930)
    expect(finding!.intervalM![1]).toBeLessThan(1400)
  })

  it('that one walks is a detour of theirs', () => {
    expect(found('CMP-10', { line, walks: walksOn(5, goesRound(1)) })).toEqual([])
  })

  it('is not seen where all walk together', () => {
    expect(found('CMP-10', { line, walks: walksOn(5) })).toEqual([])
  })
})

describe('several walks', () => {
  it('[CMP-08] are told when two record one outing, by name', () => {
    const [walk] = walksOn(1)
    const walks = [
      { ...walk!, id: 'a', name: 'Anna' },
      { ...walk!, id: 'b' },
    ]
    const [finding] = found('CMP-08', { line, walks })
    expect(finding!.params).toEqual({ first: 'Anna', second: 'b', firstId: 'a', secondId: 'b' })
  })

  it('[CNS-01] [CNS-03] say where too few agree, and how the length changed', () => {
    const half = { distanceM: 1400 }
    const walks = walksOn(4, (n) => (n < 2 ? {} : half))
    expect(found('CNS-01', { line, walks })).toHaveLength(1)
    expect(found('CNS-03', { line, walks })).toEqual([])
    const short = line.filter((_, i) => i < 0.8 * line.length)
    const longer = walksOn(4)
    expect(found('CNS-03', { line: [...short, line.at(-1)!], walks: longer })).toBeDefined()
  })

  it('without a line in force still make a consensus', () => {
    const { consensus, findings } = checkWalks({ walks: walksOn(3) })
    expect(consensus.line!.lengthM).toBeGreaterThan(2500)
    expect(findings.every(({ check }) => check.startsWith('CNS-'))).toBe(true)
  })

  it('that are none make nothing', () => {
    expect(checkWalks({ line, walks: [] })).toMatchObject({
      consensus: { line: null },
      findings: [],
    })
  })
})
