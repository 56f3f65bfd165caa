import { describe, expect, it } from 'vitest'
import { likelySame, twinsOf } from '../../../../../src/app/desk/trail/catalogue/same-things.ts'
import type { HeritageEntity, ReportEntity } from '../../../../../src/domain/catalogue/entity.ts'

const point = (id: string, lon: number, name?: string, heritageKind = 'lavoir') =>
  ({
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: [lon, 43.7] },
    properties: { kind: 'heritage-point', heritageKind, ...(name ? { name } : {}) },
  }) as unknown as HeritageEntity
const problem = (id: string, lon: number, category = 'securite', status = 'open') =>
  ({
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: [lon, 43.7] },
    properties: {
      kind: 'trail-report',
      category,
      status,
      magnitude: 1,
      decidedAt: '2026-05-12T08:00:00Z',
    },
  }) as unknown as ReportEntity

describe('things that may be one', () => {
  it('are told when place, kind and name say so, before those that are only near', () => {
    const lavoir = point('a', -0.6, 'Lavoir du Bourg')
    const near = point('b', -0.6005, 'Fontaine', 'fontaine')
    const same = point('c', -0.6006, 'Le lavoir du bourg')
    const far = point('d', -0.65, 'Lavoir du Bourg')
    const all = [lavoir, near, same, far]
    const twins = twinsOf(lavoir, all, likelySame(all, []))
    expect(twins.map(({ entity, likely }) => [entity.id, likely])).toEqual([
      ['c', true],
      ['b', false],
    ])
  })

  it('are never of two kinds, nor a problem that is mended with one that is not', () => {
    const tree = problem('a', -0.6)
    const all = [
      tree,
      problem('b', -0.6001),
      problem('c', -0.6001, 'balisage'),
      problem('d', -0.6001, 'securite', 'solved'),
      point('e', -0.6001),
    ]
    const reports = all.slice(0, 4) as ReportEntity[]
    const twins = twinsOf(tree, all, likelySame([], reports))
    expect(twins.map(({ entity, likely }) => [entity.id, likely])).toEqual([['b', true]])
  })
})
