/**
 * `node scripts/mutate-thresholds.ts [SHARE]`: changes every threshold of the checks, up and down, by a share
 * of itself (a fifth, unless told otherwise), and asks whether a case of the tests notices. A threshold that can be
 * changed without any case failing is not tested: it is named, and the script ends with 1.
 */
import { runCheck } from '../src/domain/checks/run-checks.ts'
import { THRESHOLDS, type AllThresholds, type CheckId } from '../src/domain/checks/thresholds.ts'
import { summary, type CheckCases } from '../tests/domain/checks/cases/check-case.ts'
import { ELEVATION_AND_TIME_CASES } from '../tests/domain/checks/cases/elevation-and-time-cases.ts'
import { LINE_CASES } from '../tests/domain/checks/cases/line-cases.ts'
import { TRAIL_CASES } from '../tests/domain/checks/cases/trail-cases.ts'
import { WALK_CASES } from '../tests/domain/checks/cases/walk-cases.ts'

const share = Number(process.argv[2] ?? 0.2)
const cases = { ...LINE_CASES, ...TRAIL_CASES, ...ELEVATION_AND_TIME_CASES, ...WALK_CASES }

/** Whether a case says something else than it must. */
function isNoticed(id: CheckId, thresholds: AllThresholds): boolean {
  const { positive, negative, nearMiss } = cases[id] as CheckCases
  return [...positive, ...negative, ...nearMiss].some(
    ({ subject, says }) => summary(runCheck(id, subject, thresholds)).join() !== says.join(),
  )
}

/** A count is changed by one, at least. */
function changed(value: number, direction: number): number {
  const step = Number.isInteger(value) && Math.abs(value) < 8 ? 1 : Math.abs(value) * share
  return value + direction * step
}

const broken = (Object.keys(THRESHOLDS) as CheckId[]).filter((id) => isNoticed(id, THRESHOLDS))
if (broken.length > 0) throw new Error(`Cases fail before anything is changed: ${broken.join()}`)

let mutants = 0
const survivors: string[] = []
for (const id of Object.keys(THRESHOLDS) as CheckId[]) {
  const own = THRESHOLDS[id] as Readonly<Record<string, number>>
  for (const [name, value] of Object.entries(own)) {
    for (const direction of [-1, 1]) {
      const mutated = changed(value, direction)
      mutants += 1
      const thresholds = { ...THRESHOLDS, [id]: { ...own, [name]: mutated } } as AllThresholds
      if (!isNoticed(id, thresholds)) survivors.push(`${id} ${name}: ${value} → ${mutated}`)
    }
  }
}
console.log(`${mutants} changes of ${mutants / 2} thresholds, ${survivors.length} unnoticed`)
for (const survivor of survivors) console.log(`  ${survivor}`)
process.exitCode = survivors.length > 0 ? 1 : 0
