import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIX_WIDTH, packFixes, unpackFixes } from '../../../src/domain/observation/packed-fixes.ts'

const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const fix = fc.record(
  {
    ...{ atMs: fc.integer(), lon: number, lat: number, monotonicMs: number },
    ...{ visible: fc.boolean(), eleM: number, accuracyM: number, eleAccuracyM: number },
    ...{ speedMS: number, headingDeg: number },
  },
  { requiredKeys: ['atMs', 'lon', 'lat', 'monotonicMs', 'visible'] },
)

describe('packed fixes', () => {
  it('[P01] come back the same to the last bit, nothing said stays nothing said', () => {
    fc.assert(
      fc.property(fc.array(fix), fc.nat(3), (fixes, ahead) => {
        const packed = new Float64Array(FIX_WIDTH * (fixes.length + ahead))
        packFixes(fixes, packed, ahead)
        expect(unpackFixes(packed).slice(ahead)).toEqual(fixes)
      }),
    )
  })
})
