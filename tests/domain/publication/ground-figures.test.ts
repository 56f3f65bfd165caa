import { expect, it } from 'vitest'
import type { TrailEntity } from '../../../src/domain/catalogue/entity.ts'
import { publishTrail } from '../../../src/domain/publication/published-trail.ts'

const LICENCE = { name: 'Licence Ouverte 2.0', url: 'https://example.org/licence' }
const trail = (eleM: readonly (number | undefined)[]): TrailEntity => ({
  type: 'Feature',
  id: '01980000-0000-7000-8000-000000000001',
  geometry: {
    type: 'LineString',
    coordinates: eleM.map((z, i) => [-0.6 + i / 1_000, 43.7, ...(z === undefined ? [] : [z])]),
  },
  properties: {
    ...{ kind: 'trail', territory: 'landes-chalosse', version: 1, publications: 1, waivers: [] },
    ...{ decision: 'd', decidedAt: '2026-05-01T00:00:00.000Z' },
    ...{ referenceSetAt: '2026-05-01T00:00:00.000Z', referenceMethod: 'drawn' },
    attributes: { name: 'Boucle', slug: 'boucle' },
  } as unknown as TrailEntity['properties'],
})
/** A hill of 60 m in the middle of 800 m. */
const chainageM = Array.from({ length: 33 }, (_, k) => 25 * k)
const ground = { chainageM, eleM: chainageM.map((m) => 100 + 60 * Math.sin((Math.PI * m) / 800)) }
const TESTED = { tests: 0 }

it('[P25] the ground is believed before the altitudes of the line, and says so', () => {
  const wild = trail([100, 180, 90, 170, 60, 100, 180, 90, 170, 60])
  const own = publishTrail(wild, 1, TESTED, LICENCE).properties
  const onGround = publishTrail(wild, 1, TESTED, LICENCE, ground).properties
  expect(own.climbMethod).toBe('smoothed-turning-points')
  expect(onGround).toMatchObject({
    ...{ climbMethod: 'terrain-turning-points', walkingMethod: 'swiss' },
    ...{ ascentM: 60, descentM: 60, minEleM: 100, maxEleM: 160 },
  })
})

it('[P25] a line without altitudes has a climb when its ground is known, and none when it is not', () => {
  const flat = trail([undefined, undefined, undefined])
  expect(publishTrail(flat, 1, TESTED, LICENCE).properties).not.toHaveProperty('ascentM')
  expect(publishTrail(flat, 1, TESTED, LICENCE, ground).properties.ascentM).toBe(60)
})
