import { describe, expect, it } from 'vitest'
import { assessWalk } from '../../../src/domain/checks/assess-walk.ts'
import { joined, proposeRepair } from '../../../src/domain/checks/propose-repair.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import type { Fix, Track } from '../../../src/domain/geo/fix.ts'
import { distanceM } from '../../../src/domain/geo/plane.ts'
import { repairTrack } from '../../../src/domain/geo/repair/repair-track.ts'
import { parseFixFile, writeFixFile } from '../../../src/domain/observation/fix-file.ts'
import { trackOfFixFile } from '../../../src/domain/observation/track-of-fix-file.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { cut, twoRecorders } from '../../support/simulator/two-recorders.ts'

const seed = rotatingSeed()
const BY = { name: 'Garmin', format: 'fit' }
const lineOf = (fixes: readonly Fix[]) => [{ track: deriveTrack(fixes) }]

describe('what a watch file could fill', () => {
  it.each(['loop', 'out-and-back', 'lollipop'] as const)(
    '[P05] a %s cut in the middle is whole again, within 10 m of what was walked',
    (shape) => {
      const { phone, watch, truth } = twoRecorders(shape, seed, { clockErrorMs: 3_600_000 })
      const own = cut(phone, 0.35, 0.65)
      const track = deriveTrack(own)
      const proposal = proposeRepair(track, lineOf(watch), BY)
      if (!proposal.ok) throw new Error(proposal.why)
      const mended = repairTrack(track, [proposal.repair])
      const [hole] = mended.filled!
      const filling = mended.segments.slice(hole!.firstSegment, hole!.lastSegment + 1).flat()
      expect(filling.length).toBeGreaterThan(50)
      const missed = truth.slice(truth.length * 0.35, truth.length * 0.65)
      // Open sky noise is a few metres; a fifth of it at most may be farther, never 25 m.
      const apart = filling.map(({ lon, lat }) =>
        Math.min(...missed.map((place) => distanceM([...place], [lon, lat]))),
      )
      apart.sort((a, b) => a - b)
      expect(apart[Math.floor(apart.length * 0.95)]!).toBeLessThan(10)
      const { line } = makeTrail(shape, seed, 4000)
      const before = assessWalk(track, { line }).comparison!.coverage
      const after = assessWalk(mended, { line }).comparison!.coverage
      expect(after).toBeGreaterThan(0.97)
      expect(after).toBeGreaterThan(before)
    },
  )

  it('[P05] takes along only what lies in the holes, and survives the fix file', () => {
    const { phone, watch } = twoRecorders('loop', seed)
    const fixes = cut(phone, 0.4, 0.6).map((fix) => ({
      ...fix,
      monotonicMs: fix.atMs,
      visible: true,
    }))
    const proposal = proposeRepair(deriveTrack(fixes), lineOf(watch), BY)
    if (!proposal.ok) throw new Error(proposal.why)
    expect(proposal.repair.fixes.length).toBeLessThan(watch.length * 0.25)
    const file = { fixes, gaps: [], repairs: [proposal.repair] }
    const again = parseFixFile(JSON.parse(writeFixFile(file)))!
    expect(again).toEqual(file)
    expect(trackOfFixFile(again)).toEqual(repairTrack(deriveTrack(fixes), [proposal.repair]))
    expect(trackOfFixFile(again).filled).toEqual(proposal.filled)
  })

  it('[P05] a watch started when the phone died is believed by its own clock', () => {
    const { phone, watch } = twoRecorders('loop', seed)
    const track = deriveTrack(cut(phone, 0.3, 0.6))
    const only = watch.slice(Math.ceil(watch.length * 0.31), Math.floor(watch.length * 0.59))
    const proposal = proposeRepair(track, lineOf(only), BY)
    expect(proposal).toMatchObject({ ok: true })
  })

  it('[P05] says why not: no hole, a drawing, another walk, nothing in the hole', () => {
    const { phone, watch } = twoRecorders('loop', seed)
    const track = deriveTrack(cut(phone, 0.35, 0.65))
    const why = (of: Track, fixes: readonly Fix[]) => {
      const proposal = proposeRepair(of, lineOf(fixes), BY)
      return proposal.ok ? 'filled' : proposal.why
    }
    expect(why(deriveTrack(phone), watch)).toBe('no-hole')
    expect(
      why(
        track,
        watch.map(({ lon, lat }) => ({ lon, lat })),
      ),
    ).toBe('not-recorded')
    expect(
      why(
        track,
        watch.map((fix) => ({ ...fix, lon: fix.lon + 0.1 })),
      ),
    ).toBe('other-walk')
    expect(why(track, cut(watch, 0.34, 0.66))).toBe('nothing-in-holes')
    expect(why(track, watch)).toBe('filled')
  })

  it('of two versions of one recording in a file, the first is taken', () => {
    const { watch } = twoRecorders('linear', seed, { lengthM: 1500 })
    const half = Math.floor(watch.length / 2)
    const [first, second] = [watch.slice(0, half), watch.slice(half)]
    const { fixes, gaps } = joined([first, watch, second].map((fixes) => deriveTrack(fixes)))
    expect(fixes.map(({ atMs }) => atMs)).toEqual(watch.map(({ atMs }) => atMs))
    expect(gaps).toEqual([{ reason: 'file', afterIndex: half - 1 }])
  })
})
