import { describe, expect, it } from 'vitest'
import {
  findDuplicatePoints,
  findReportClusters,
  type PointRecord,
  type ReportRecord,
} from '../../../src/domain/checks/find-duplicates.ts'
import { nameSimilarity, normalisedName } from '../../../src/domain/checks/same-name.ts'
import { place } from './cases/check-case.ts'

const point = (id: string, x: number, more: Partial<PointRecord> = {}): PointRecord => ({
  id,
  position: place([x, 0]),
  kind: 'lavoir',
  ...more,
})
const DAY_MS = 86_400_000
const report = (id: string, x: number, more: Partial<ReportRecord> = {}): ReportRecord => ({
  id,
  position: place([x, 0]),
  category: 'obstacle',
  magnitude: 1,
  seenAtMs: 0,
  ...more,
})

describe('names', () => {
  it('are compared without accents, case and small words', () => {
    expect(normalisedName('Lavoir de l’Église')).toBe('lavoir eglise')
    expect(nameSimilarity('Fontaine Saint-Jean', 'fontaine de st Jean')).toBe(1)
    expect(nameSimilarity('Fontaine', 'Moulin')).toBeLessThan(0.5)
    expect(nameSimilarity('', '')).toBe(0)
  })
})

describe('findDuplicatePoints', () => {
  it('proposes two nameless places of one kind within 25 m, with its reasons', () => {
    expect(findDuplicatePoints([point('b', 0), point('a', 24)])).toEqual([
      { ids: ['a', 'b'], distanceM: 24, withinM: 25, reasons: ['near', 'same-kind'] },
    ])
    expect(findDuplicatePoints([point('a', 0), point('b', 26)])).toEqual([])
  })

  it('allows for the accuracy of both positions, up to 60 m', () => {
    const vague = { accuracyM: 15 }
    expect(findDuplicatePoints([point('a', 0, vague), point('b', 41, vague)])).toHaveLength(1)
    expect(findDuplicatePoints([point('a', 0, vague), point('b', 44, vague)])).toEqual([])
    const lost = { accuracyM: 80 }
    expect(findDuplicatePoints([point('a', 0, lost), point('b', 62, lost)])).toEqual([])
  })

  it('takes a common name farther, and across kinds', () => {
    const [proposal] = findDuplicatePoints([
      point('a', 0, { name: 'Lavoir de Gaas' }),
      point('b', 55, { name: 'lavoir de Gâas', kind: 'fontaine' }),
    ])
    expect(proposal).toMatchObject({ nameSimilarity: 1, withinM: 60, reasons: ['same-name'] })
  })

  it('never makes one of two names, nor of two kinds without a name', () => {
    const named = [
      point('a', 0, { name: 'Croix du Bourg' }),
      point('b', 5, { name: 'Croix neuve' }),
    ]
    expect(findDuplicatePoints(named)).toEqual([])
    expect(findDuplicatePoints([point('a', 0), point('b', 5, { kind: 'croix' })])).toEqual([])
  })

  it('does not depend on the order, and stays quick with thousands', () => {
    const many = Array.from({ length: 5000 }, (_, i) => point(`p${i}`, i * 20))
    expect(findDuplicatePoints(many)).toHaveLength(4999)
    expect(findDuplicatePoints([...many].reverse())).toEqual(findDuplicatePoints(many))
  })
})

describe('findReportClusters', () => {
  it('joins what says the same within 40 m and thirty days', () => {
    const clusters = findReportClusters([
      report('a', 0, { accuracyM: 5 }),
      report('b', 39, { magnitude: 2, seenAtMs: 29 * DAY_MS, accuracyM: 10 }),
      report('c', 500),
    ])
    expect(clusters).toHaveLength(1)
    expect(clusters[0]).toMatchObject({ ids: ['a', 'b'], count: 2, magnitude: 2 })
    const [lon] = clusters[0]!.position
    // Four times the weight: a fifth of the way.
    expect(lon).toBeCloseTo(place([39 / 5, 0])[0]!, 5)
  })

  it('keeps apart another category, another month, another place', () => {
    expect(findReportClusters([report('a', 0), report('b', 0, { category: 'signage' })])).toEqual(
      [],
    )
    expect(findReportClusters([report('a', 0), report('b', 0, { seenAtMs: 31 * DAY_MS })])).toEqual(
      [],
    )
    expect(findReportClusters([report('a', 0), report('b', 41)])).toEqual([])
  })

  it('joins along one trail what lies within 50 m of chainage', () => {
    const along = (id: string, x: number, chainageM: number, trail = 'sentier') =>
      report(id, x, { trail, chainageM })
    expect(findReportClusters([along('a', 0, 1000), along('b', 48, 1048)])).toHaveLength(1)
    expect(findReportClusters([along('a', 0, 1000), along('b', 48, 1051)])).toEqual([])
    expect(findReportClusters([along('a', 0, 1000), along('b', 48, 1048, 'autre')])).toEqual([])
  })
})
