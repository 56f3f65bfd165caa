import { describe, expect, it } from 'vitest'
import { findDuplicates, type PlacedThing } from '../../../src/domain/checks/find-duplicates.ts'
import { nameSimilarity, normalisedName } from '../../../src/domain/checks/same-name.ts'
import { sameThing, sameWithinM } from '../../../src/domain/checks/same-thing.ts'
import { place } from './cases/check-case.ts'

const point = (id: string, x: number, more: Partial<PlacedThing> = {}): PlacedThing => ({
  id,
  position: place([x, 0]),
  kind: 'lavoir',
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

describe('one thing, noted twice', () => {
  it('is looked for within the accuracy of both positions, from 25 to 100 m', () => {
    expect([sameWithinM(), sameWithinM(5, 5), sameWithinM(80, 80)]).toEqual([25, 25, 100])
    expect(sameWithinM(15, 15)).toBeCloseTo(42.4, 1)
  })

  it('is of one kind and near, or of one name and a little farther', () => {
    const gaas = { kind: 'lavoir', name: 'Lavoir de Gaas' }
    expect(sameThing({ kind: 'lavoir' }, gaas, 24)).toEqual({
      id: 'near-and-same-kind',
      thresholdM: 25,
    })
    expect(sameThing({ kind: 'lavoir' }, gaas, 26)).toBeNull()
    const fountain = { kind: 'fontaine', name: 'lavoir de Gâas' }
    expect(sameThing(fountain, gaas, 55)).toEqual({ id: 'near-and-same-name', thresholdM: 60 })
    expect(sameThing(fountain, gaas, 65)).toBeNull()
    expect(sameThing({ kind: 'croix' }, gaas, 1)).toBeNull()
  })
})

describe('duplicates in the catalogue', () => {
  it('are proposed nearest first, with their reason', () => {
    const found = findDuplicates([
      point('c', 300, { name: 'Lavoir du bourg' }),
      point('b', 0),
      point('a', 24),
      point('d', 310, { name: 'lavoir du Bourg' }),
    ])
    expect(found.map(({ ids, distanceM }) => [...ids, distanceM])).toEqual([
      ['c', 'd', 10],
      ['a', 'b', 24],
    ])
    expect(found[0]!.reason).toEqual({ id: 'near-and-same-kind', thresholdM: 25 })
  })

  it('are never two names, nor two kinds without a name in common', () => {
    const named = [
      point('a', 0, { name: 'Croix du Bourg' }),
      point('b', 5, { name: 'Croix neuve' }),
    ]
    expect(findDuplicates(named)).toEqual([])
    expect(findDuplicates([point('a', 0), point('b', 5, { kind: 'croix' })])).toEqual([])
  })

  it('do not depend on the order, and are found among thousands', () => {
    const many = Array.from({ length: 5000 }, (_, i) => point(`p${i}`, i * 20))
    expect(findDuplicates(many)).toHaveLength(4999)
    expect(findDuplicates([...many].reverse())).toEqual(findDuplicates(many))
  })
})
