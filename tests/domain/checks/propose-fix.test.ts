import { describe, expect, it } from 'vitest'
import { checkTrail } from '../../../src/domain/checks/check-trail.ts'
import { changedLine } from '../../../src/domain/checks/change-line.ts'
import { proposeFix, type LineFix } from '../../../src/domain/checks/propose-fix.ts'
import { lineLengthM } from '../../../src/domain/geo/chainage.ts'
import { positions, straight, through, type Metres } from './cases/check-case.ts'

const findingsOn = (line: ReturnType<typeof positions>) =>
  checkTrail({ geometry: { type: 'LineString', coordinates: line } })

/** Each fault, and the check that sees it. */
const FAULTS: readonly [check: string, line: Metres[]][] = [
  ['GEO-04', [...straight(400), [400.05, 0], [420, 0]]],
  ['GEO-08', straight(600, 1)],
  [
    'GEO-09',
    [...straight(200), [207, 60], [214, 0], ...straight(200).map(([x]): Metres => [x + 230, 0])],
  ],
  [
    'GEO-10',
    through(
      [
        [0, 0],
        [200, 0],
        [200, 14],
        [192, 14],
        [192, -200],
      ],
      4,
    ),
  ],
  [
    'GEO-12',
    through([
      [0, 0],
      [400, 0],
      [400, 90],
      [401, 0],
      [900, 0],
    ]),
  ],
]

describe('proposeFix', () => {
  it.each(FAULTS)('[%s] proposes a line on which the check is silent', (check, points) => {
    const line = positions(points)
    const finding = findingsOn(line).find((one) => one.check === check)!
    const fix = proposeFix(finding, line) as LineFix
    expect(fix).toMatchObject({ kind: 'line', check, before: { vertices: line.length } })
    const fixed = changedLine(line, fix.change)
    expect(fix.after.vertices).toBe(fixed.length)
    expect(fix.after.lengthM).toBeLessThanOrEqual(lineLengthM(line) + 0.1)
    expect(findingsOn(fixed).filter((one) => one.check === check)).toEqual([])
  })

  it('[GEO-05] proposes six decimals', () => {
    const line = positions(straight(400))
    const fine = findingsOn(line).find((one) => one.check === 'GEO-05')!
    const fix = proposeFix(fine, line) as LineFix
    const fixed = changedLine(line, fix.change)
    expect(findingsOn(fixed).some((one) => one.check === 'GEO-05')).toBe(false)
    expect(JSON.stringify(fix).length).toBeLessThan(300)
  })

  it('[GEO-20] [TIM-06] proposes the computed value, beside the declared one', () => {
    const line = positions(straight(2000))
    const declared = { lengthM: 9000, durationS: 60_000 }
    const findings = checkTrail({ geometry: { type: 'LineString', coordinates: line }, declared })
    const fixes = findings.map((finding) => proposeFix(finding, line, declared))
    expect(fixes).toContainEqual(
      expect.objectContaining({ kind: 'value', field: 'lengthM', before: 9000, after: 2000 }),
    )
    expect(fixes).toContainEqual(expect.objectContaining({ field: 'durationS', before: 60_000 }))
  })

  it('leaves to people what only people can tell', () => {
    const line = positions(straight(2000))
    expect(proposeFix({ check: 'GEO-11', severity: 'info', at: [] }, line)).toBeNull()
    expect(proposeFix({ check: 'CMP-03', severity: 'warning', at: [] }, line)).toBeNull()
  })
})
