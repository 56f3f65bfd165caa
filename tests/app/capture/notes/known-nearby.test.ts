import { describe, expect, it } from 'vitest'
import { knownNearby } from '../../../../src/app/capture/notes/known-nearby.ts'
import type { HeritageEntity } from '../../../../src/domain/catalogue/entity.ts'

const place = { lon: -0.57, lat: 43.76, placedBy: 'fix' as const, atMs: 0 }
const point = (id: string, northM: number) =>
  ({
    id,
    geometry: { type: 'Point', coordinates: [-0.57, 43.76 + northM / 111_100] },
  }) as unknown as HeritageEntity

describe('already known here?', () => {
  it('finds the nearest point within 25 m, and farther when the fix is poor', () => {
    const found = knownNearby(place, [point('a', 35), point('b', 18), point('c', 60)])
    expect(found?.entity.id).toBe('b')
    expect(found?.distanceM).toBeCloseTo(18, 0)
    expect(knownNearby(place, [point('a', 35)])).toBeNull()
    expect(knownNearby({ ...place, accuracyM: 20 }, [point('a', 35)])?.entity.id).toBe('a')
  })

  it('finds nothing farther away, nor without a place', () => {
    expect(knownNearby(place, [point('c', 45)])).toBeNull()
    expect(knownNearby(undefined, [point('b', 1)])).toBeNull()
  })
})
