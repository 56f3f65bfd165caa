import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chaosStory } from '../../support/chaos-story.ts'
import { startPostgres, type RunningPostgres } from '../../support/postgres.ts'

const SMALL = { phones: 3, kills: 3, recordsPerPhone: 4, longestLifeMs: 600 }

/** A short one; `npm run bench:chaos` does it with 20 phones and 50 kills on each engine. */
describe('a lying network and a server that is killed', () => {
  let postgres: RunningPostgres
  beforeAll(async () => {
    postgres = await startPostgres({ fsync: true })
  })
  afterAll(() => postgres?.stop())

  it.each(['sqlite', 'postgres'] as const)(
    '[P06] [P08] [P18] on %s: receipted and lost 0, doubled 0, everybody agrees',
    async (engine) => {
      const databaseUrl = engine === 'postgres' ? await postgres.database() : undefined
      const outcome = await chaosStory({
        seed: 20_261_123,
        ...SMALL,
        ...(databaseUrl ? { databaseUrl } : {}),
      })
      expect(outcome).toMatchObject({
        kills: SMALL.kills,
        queued: SMALL.phones * SMALL.recordsPerPhone,
        receipted: SMALL.phones * SMALL.recordsPerPhone,
        lost: [],
        doubled: [],
        leftOnPhones: 0,
        notConverged: 0,
      })
      expect(outcome.trailsDecided).toBeGreaterThan(0)
    },
    400_000,
  )
})
