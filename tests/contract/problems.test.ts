import { describe, expect, it } from 'vitest'
import { Problem, PROBLEMS, type ProblemCode } from '../../src/contract/problem.ts'
import { LIES_OF_PORTALS } from './portal-answers.ts'
import { infoAnswer, pullAnswer, pushAnswer, blobAnswer } from '../../src/contract/protocol.ts'

describe('refusals', () => {
  it('each has a status that says whose turn it is', () => {
    for (const [code, status] of Object.entries(PROBLEMS)) {
      expect(status, code).toBeGreaterThanOrEqual(400)
      expect(status, code).toBeLessThan(600)
    }
  })

  it('travels as its code and its details, and nothing else', () => {
    const problem = new Problem('too-large', { params: { limit: 10 } })
    expect(JSON.parse(JSON.stringify(problem.body))).toEqual({
      problem: 'too-large' satisfies ProblemCode,
      params: { limit: 10 },
    })
  })
})

describe('answers', () => {
  it.each(LIES_OF_PORTALS)('[S2] [P08] %j is no answer of ours', (raw) => {
    for (const schema of [infoAnswer, pullAnswer, pushAnswer, blobAnswer]) {
      expect(schema.safeParse(raw).success).toBe(false)
    }
  })
})
