import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL_CHECKS } from '../../../src/domain/checks/all-checks.ts'
import { CHECK_RUNS, type CheckRun } from '../../../src/domain/checks/check-runs.ts'
import { runCheck, runChecks } from '../../../src/domain/checks/run-checks.ts'
import {
  THRESHOLDS,
  type AllThresholds,
  type CheckId,
} from '../../../src/domain/checks/thresholds.ts'
import { sayFinding } from '../../../src/locales/say-finding.ts'
import { translator, type Words } from '../../../src/locales/translate.ts'
import { summary, type CheckCase, type CheckCases } from './cases/check-case.ts'
import { LINE_CASES } from './cases/line-cases.ts'
import { ELEVATION_AND_TIME_CASES } from './cases/elevation-and-time-cases.ts'
import { TRAIL_CASES } from './cases/trail-cases.ts'
import { WALK_CASES } from './cases/walk-cases.ts'

const RUNS = Object.keys(CHECK_RUNS) as CheckRun[]
const IDS = Object.keys(THRESHOLDS) as CheckId[]
const CASES: Partial<Record<CheckId, CheckCases>> = {
  ...LINE_CASES,
  ...TRAIL_CASES,
  ...ELEVATION_AND_TIME_CASES,
  ...WALK_CASES,
}
const ROOT = join(import.meta.dirname, '../../..')
const wordsOf = (language: string): Words =>
  JSON.parse(readFileSync(join(ROOT, `src/locales/${language}/checks.json`), 'utf8')) as Words
const WORDS = { fr: wordsOf('fr'), en: wordsOf('en') }
const RULES_PAGE = readFileSync(join(ROOT, 'docs/checks.md'), 'utf8')

function allCases(id: CheckId): CheckCase[] {
  const { positive, negative, nearMiss } = CASES[id]!
  return [...positive, ...negative, ...nearMiss]
}

describe('the register', () => {
  it('holds 45 checks, each with thresholds, cases, words and a rule on the page', () => {
    expect(IDS).toHaveLength(45)
    expect(Object.keys(ALL_CHECKS)).toEqual(IDS)
    expect(Object.keys(CASES).sort()).toEqual([...IDS].sort())
    for (const id of IDS) {
      expect(ALL_CHECKS[id].id).toBe(id)
      expect(RULES_PAGE).toContain(`| ${id} |`)
      expect(WORDS.fr).toHaveProperty([id, 'title'])
    }
  })

  it('finds nothing in nothing', () => {
    for (const run of RUNS) expect(runChecks(run, {})).toEqual([])
  })

  it('runs every check on something, and asks of a recording nothing that is asked of a drawing', () => {
    expect([...new Set(RUNS.flatMap((run) => CHECK_RUNS[run]))].sort()).toEqual([...IDS].sort())
    for (const run of RUNS) {
      expect(CHECK_RUNS[run]).toEqual(IDS.filter((id) => CHECK_RUNS[run].includes(id)))
    }
    const ofDrawings: CheckId[] = ['GEO-07', 'GEO-08', 'GEO-10', 'GEO-11', 'GEO-12', 'ELE-03']
    for (const id of ofDrawings) expect(CHECK_RUNS.recording).not.toContain(id)
  })
})

describe.each(IDS)('%s', (id) => {
  const { positive, negative, nearMiss } = CASES[id]!

  it.each(positive)(`[${id}] is raised: $name`, ({ subject, says }) => {
    const findings = runCheck(id, subject)
    expect(summary(findings)).toEqual(says)
    expect(says.length).toBeGreaterThan(0)
    for (const finding of findings) {
      expect(finding.check).toBe(id)
      for (const language of ['fr', 'en'] as const) {
        const sentence = sayFinding(translator(WORDS, language), language, finding)
        expect(sentence).not.toMatch(/[{}]|undefined|NaN|^[A-Z]{3}-/)
      }
    }
  })

  it.each(negative)(`[${id}] is not raised: $name`, ({ subject, says }) => {
    expect(summary(runCheck(id, subject))).toEqual(says)
  })

  it.each(nearMiss)(`[${id}] near miss: $name`, ({ subject, says }) => {
    expect(summary(runCheck(id, subject))).toEqual(says)
  })

  it.each(Object.keys(THRESHOLDS[id]))(`[${id}] a change of %s does not go unseen`, (name) => {
    const before = allCases(id).map(({ subject }) => summary(runCheck(id, subject)))
    const changed = [0.8, 1.25].map((factor) => {
      const own = THRESHOLDS[id] as Readonly<Record<string, number>>
      const mutated = { ...THRESHOLDS, [id]: { ...own, [name]: own[name]! * factor } }
      return allCases(id).map(({ subject }) =>
        summary(runCheck(id, subject, mutated as AllThresholds)),
      )
    })
    expect(changed.some((after) => JSON.stringify(after) !== JSON.stringify(before))).toBe(true)
  })

  it(`[${id}] says the same again, byte for byte`, () => {
    for (const { subject } of allCases(id)) {
      expect(JSON.stringify(runCheck(id, subject))).toBe(JSON.stringify(runCheck(id, subject)))
    }
  })
})
