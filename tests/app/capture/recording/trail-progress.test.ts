import { describe, expect, it } from 'vitest'
import {
  advance,
  nextAhead,
  startProgress,
  walkedM,
} from '../../../../src/app/capture/recording/trail-progress.ts'
import { createPlane, fromPlane } from '../../../../src/domain/geo/plane.ts'

const plane = createPlane(-0.57, 43.76)
const fixAt = (x: number, y: number, accuracyM = 5) => {
  const [lon, lat] = fromPlane(plane, x, y)
  return { lon, lat, accuracyM, atMs: 0, monotonicMs: 0, visible: true }
}
const line = (points: [number, number][]) => points.map(([x, y]) => fromPlane(plane, x, y))
const straight = line([
  [0, 0],
  [0, 1_000],
])

describe('progress on the trail', () => {
  it('tells where one is and how much was walked', () => {
    let progress = startProgress(straight)!
    for (let y = 0; y <= 320; y += 10) progress = advance(progress, fixAt(4, y), false)
    expect(progress.chainageM).toBeCloseTo(320, 0)
    expect(walkedM(progress)).toBeCloseTo(320, 0)
    expect(progress.off).toBeNull()
  })

  it('[P03] does not count what was not recorded', () => {
    let progress = startProgress(straight)!
    progress = advance(progress, fixAt(0, 0), false)
    progress = advance(progress, fixAt(0, 100), false)
    progress = advance(progress, fixAt(0, 190), true)
    progress = advance(progress, fixAt(0, 250), false)
    expect(walkedM(progress)).toBeCloseTo(160, 0)
  })

  it('names the next thing on the way, whichever way one walks', () => {
    const things = [
      { label: 'Croix', chainageM: 900 },
      { label: 'Lavoir', chainageM: 400 },
      { label: 'Four', chainageM: 100 },
    ]
    const walk = (from: number, to: number) => {
      let progress = startProgress(straight)!
      const step = to > from ? 10 : -10
      for (let y = from; y !== to + step; y += step)
        progress = advance(progress, fixAt(0, y), false)
      return progress
    }
    expect(nextAhead(startProgress(straight)!, things)).toBeNull()
    expect(nextAhead(walk(0, 250), things)).toMatchObject({ label: 'Lavoir' })
    expect(nextAhead(walk(0, 250), things)!.distanceM).toBeCloseTo(150, 0)
    // Standing beside it, the next one is the next one.
    expect(nextAhead(walk(0, 390), things)).toMatchObject({ label: 'Croix' })
    expect(nextAhead(walk(0, 950), things)).toBeNull()
    expect(nextAhead(walk(950, 250), things)).toMatchObject({ label: 'Four' })
  })

  it('warns off the line after three fixes, with the distance and the way back', () => {
    let progress = startProgress(straight)!
    progress = advance(progress, fixAt(0, 100), false)
    progress = advance(progress, fixAt(60, 110), false)
    progress = advance(progress, fixAt(70, 120), false)
    expect(progress.off).toBeNull()
    progress = advance(progress, fixAt(80, 130), false)
    expect(progress.off?.distanceM).toBeCloseTo(80, 0)
    expect(progress.off?.bearingDeg).toBeCloseTo(270, 0)
    progress = advance(progress, fixAt(10, 140), false)
    expect(progress.off).toBeNull()
  })

  it('does not warn when the receiver itself is unsure', () => {
    let progress = startProgress(straight)!
    for (let i = 0; i < 6; i += 1) progress = advance(progress, fixAt(60, 100 + i, 45), false)
    expect(progress.off).toBeNull()
  })

  it('follows an out-and-back line on its way back', () => {
    const there = line([
      [0, 0],
      [0, 600],
      [2, 600],
      [2, 0],
    ])
    let progress = startProgress(there)!
    for (let y = 0; y <= 600; y += 10) progress = advance(progress, fixAt(0, y), false)
    for (let y = 590; y >= 300; y -= 10) progress = advance(progress, fixAt(1, y), false)
    expect(progress.chainageM).toBeCloseTo(902, -1)
    expect(walkedM(progress)).toBeGreaterThan(880)
  })

  it('starts at the start of a line that ends where it starts', () => {
    const stem = Array.from({ length: 31 }, (_, i): [number, number] => [0, i * 10])
    const ring = Array.from({ length: 60 }, (_, i): [number, number] => {
      const turn = (i / 60) * 2 * Math.PI
      return [150 * Math.sin(turn), 450 - 150 * Math.cos(turn)]
    })
    const back = stem.toReversed().map(([, y]): [number, number] => [-2, y])
    const way = [...stem, ...ring, ...back]
    let progress = advance(startProgress(line(way))!, fixAt(-2, 0), false)
    for (const [x, y] of way) progress = advance(progress, fixAt(x, y), false)
    expect(walkedM(progress) / progress.lengthM).toBeGreaterThan(0.95)
  })

  it('has nothing to say of a line of one position', () => {
    expect(startProgress([[0, 0]])).toBeNull()
  })
})
