import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GAP_REASONS } from '../../../src/domain/geo/fix.ts'
import {
  FIX_COLUMNS,
  parseFixFile,
  writeFixFile,
  type RecordedFix,
} from '../../../src/domain/observation/fix-file.ts'

const number = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value))
const fix = fc.record(
  {
    atMs: fc.integer({ min: -1e13, max: 4e12 }),
    lon: number(-180, 180),
    lat: number(-90, 90),
    monotonicMs: number(0, 1e10),
    visible: fc.boolean(),
    eleM: number(-500, 9000),
    accuracyM: number(0, 1e5),
    eleAccuracyM: number(0, 1e4),
    speedMS: number(0, 400),
    headingDeg: number(0, 360),
  },
  { requiredKeys: ['atMs', 'lon', 'lat', 'monotonicMs', 'visible'], noNullPrototype: true },
)
const file = fc.record({
  fixes: fc.array(fix as fc.Arbitrary<RecordedFix>, { maxLength: 30 }),
  gaps: fc.array(
    fc.record({ reason: fc.constantFrom(...GAP_REASONS), afterIndex: fc.integer({ min: -1 }) }),
    { maxLength: 5 },
  ),
})

const one = { atMs: 1, lon: 0, lat: 43, monotonicMs: 5, visible: true }
const written = (change: object) => ({
  ...(JSON.parse(writeFixFile({ fixes: [one], gaps: [] })) as object),
  ...change,
})
const row = [1, 0, 43, null, null, null, null, null, 5, 1]

describe('the fix file', () => {
  it('[P01] gives every fix and every gap back exactly (300 runs)', () => {
    fc.assert(
      fc.property(file, (recording) => {
        expect(parseFixFile(JSON.parse(writeFixFile(recording)))).toEqual(recording)
      }),
      { numRuns: 300 },
    )
  })

  it('[P07] has one text, so that the same walk has one hash (100 runs)', () => {
    fc.assert(
      fc.property(file, (recording) => {
        const text = writeFixFile(recording)
        const again = parseFixFile(JSON.parse(text))
        expect(writeFixFile(again!)).toBe(text)
      }),
      { numRuns: 100 },
    )
  })

  it('says nothing of what the receiver did not say', () => {
    const parsed = parseFixFile(written({}))
    expect(parsed?.fixes).toEqual([one])
    expect(Object.keys(parsed!.fixes[0]!)).not.toContain('eleM')
  })

  it('is read with members it does not know', () => {
    expect(
      parseFixFile(written({ phone: 'x', gaps: [{ reason: 'hidden', afterIndex: 0, note: 1 }] })),
    ).toEqual({
      fixes: [one],
      gaps: [{ reason: 'hidden', afterIndex: 0 }],
    })
  })

  it.each([
    ['nothing', null],
    ['a text', '{}'],
    ['another format', written({ format: 'gpx' })],
    ['a newer version', written({ version: 2 })],
    ['other columns', written({ columns: [...FIX_COLUMNS].reverse() })],
    ['a row that is too short', written({ rows: [row.slice(1)] })],
    ['a fix without a time', written({ rows: [[null, ...row.slice(1)]] })],
    ['a fix outside the world', written({ rows: [[1, 0, 91, ...row.slice(3)]] })],
    ['a word for a number', written({ rows: [['1', ...row.slice(1)]] })],
    ['an unknown reason', written({ gaps: [{ reason: 'magic', afterIndex: 0 }] })],
  ])('is refused whole when it is %s', (_, raw) => {
    expect(parseFixFile(raw)).toBeNull()
  })
})
