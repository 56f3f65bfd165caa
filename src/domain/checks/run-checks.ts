import { ALL_CHECKS } from './all-checks.ts'
import type { Check } from './check.ts'
import { CHECK_RUNS, type CheckRun } from './check-runs.ts'
import type { Finding } from './finding.ts'
import type { Subject } from './subject.ts'
import { THRESHOLDS, type AllThresholds, type CheckId } from './thresholds.ts'

/**
 * Runs the checks of one run on a subject. The findings are in the order of the register, and within a
 * check in the order along the line: the same subject gives the same findings, byte for byte, everywhere.
 */
export function runChecks(run: CheckRun, subject: Subject): readonly Finding[] {
  return CHECK_RUNS[run].flatMap((id) => runCheck(id, subject))
}

/** Runs one check. */
export function runCheck<Id extends CheckId>(
  id: Id,
  subject: Subject,
  thresholds: AllThresholds = THRESHOLDS,
): Finding[] {
  const check: Check<Id> = ALL_CHECKS[id]
  return check.run(subject, thresholds[id])
}

/** Findings of several runs, in the order in which one run would have told them. */
export function inRegisterOrder(findings: readonly Finding[]): readonly Finding[] {
  const place = new Map<string, number>(Object.keys(ALL_CHECKS).map((id, i) => [id, i]))
  return [...findings].sort((a, b) => place.get(a.check)! - place.get(b.check)!)
}
