import { afterEach, describe, expect, it } from 'vitest'
import type { Job } from '../../../src/server/checks/jobs.ts'
import { workerPool, type WorkerPool } from '../../../src/server/checks/worker-pool.ts'

const pools: WorkerPool[] = []
function aPool(...options: Parameters<typeof workerPool>): WorkerPool {
  const pool = workerPool(...options)
  pools.push(pool)
  return pool
}
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.stop()
})

const reading = (text: string): Job & { kind: 'read-file' } => ({
  kind: 'read-file',
  bytes: new TextEncoder().encode(text),
})
const GPX = '<gpx><wpt lat="43.6" lon="-0.6"><name>Lavoir</name></wpt></gpx>'

describe('the worker beside the server', () => {
  it('answers each job with its own result', async () => {
    const pool = aPool()
    const [file, nothing] = await Promise.all([pool.run(reading(GPX)), pool.run(reading(''))])
    expect(file.file?.waypoints[0]?.name).toBe('Lavoir')
    expect(nothing.refusal?.code).toBe('empty-file')
  })

  it('[P10] refuses a job that throws, or that cannot be handed over, and does the next', async () => {
    const pool = aPool()
    const throwing = { kind: 'assess-walk', file: null, trail: null, nowMs: 0 } as unknown as Job
    const unsendable = { ...reading(''), bytes: () => 1 } as unknown as Job
    const outcomes = await Promise.allSettled([
      pool.run(throwing),
      pool.run(unsendable),
      pool.run(reading(GPX)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })

  it('[P30] gives up a job that takes too long instead of waiting for ever', async () => {
    // No worker starts within a tenth of a millisecond: every job is too long here.
    const pool = aPool({ limitMs: 0.1 })
    const outcomes = await Promise.allSettled([pool.run(reading(GPX)), pool.run(reading(GPX))])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('refuses what is left when it is stopped', async () => {
    const pool = aPool()
    const left = Promise.allSettled([pool.run(reading(GPX)), pool.run(reading(GPX))])
    await pool.stop()
    expect((await left).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect((await pool.run(reading(GPX))).file).not.toBeNull()
  })
})
