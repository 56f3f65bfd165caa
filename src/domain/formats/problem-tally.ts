import { PROBLEM_CODES, type FormatProblem, type ProblemCode } from './parsed-file.ts'

/** Counts what a reader meets on its way. */
export class ProblemTally {
  private readonly counts = new Map<ProblemCode, number>()

  add(code: ProblemCode, count = 1): void {
    if (count > 0) this.counts.set(code, (this.counts.get(code) ?? 0) + count)
  }

  /** Forgets all but these: reading starts again. */
  restartFrom(problems: readonly FormatProblem[]): void {
    this.counts.clear()
    for (const { code, count } of problems) this.counts.set(code, count)
  }

  /** What was met, in the fixed order of the codes. */
  toProblems(): FormatProblem[] {
    return PROBLEM_CODES.filter((code) => this.counts.has(code)).map((code) => ({
      code,
      count: this.counts.get(code)!,
    }))
  }
}
