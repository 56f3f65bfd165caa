import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PushOutcome } from '../../../src/contract/protocol.ts'
import type { Observation } from '../../../src/domain/observation/observation.ts'
import { aPhoto } from '../../support/photos.ts'
import { aHeritagePoint, aReport, TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

/** What can happen between one phone and the server. */
type Step =
  | { readonly do: 'push'; readonly phone: number; readonly records: readonly number[] }
  | { readonly do: 'blob'; readonly phone: number; readonly photo: number }
  | { readonly do: 'restart' }

const PHONES = 2
const RECORDS = 6
const PHOTOS = 3

describe('any order, any repetition, any loss', () => {
  let server: TestServer
  let phones: Phone[]
  let photos: Awaited<ReturnType<typeof aPhoto>>[]
  beforeAll(async () => {
    server = await testServer()
    phones = [await server.phone(), await server.phone()]
  })
  afterAll(() => server.dispose())

  const phone = fc.integer({ min: 0, max: PHONES - 1 })
  const records = fc.array(fc.integer({ min: 0, max: RECORDS - 1 }), { minLength: 1, maxLength: 8 })
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('push' as const), phone, records }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('blob' as const),
        phone,
        photo: fc.integer({ min: 0, max: PHOTOS - 1 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  )

  it('[S3] [S6] [P07] the server holds exactly what was receipted, once, and receipts never change', async () => {
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        round++
        photos = await Promise.all(Array.from({ length: PHOTOS }, (_, i) => aPhoto(round * 10 + i)))
        const made = phones.map(({ device }) =>
          Array.from({ length: RECORDS }, (_, i) => recordOf(i, device)),
        )
        const receipts = new Map<string, number>()
        const uploaded = new Set<number>()
        for (const one of steps) {
          if (one.do === 'restart') await server.restart()
          else if (one.do === 'blob') {
            await phones[one.phone]!.send(photos[one.photo]!.bytes)
            uploaded.add(one.photo)
          } else {
            const batch = one.records.map((i) => made[one.phone]![i]!)
            const { outcomes } = await phones[one.phone]!.push(batch)
            for (const [i, outcome] of outcomes.entries()) {
              check(outcome, batch[i]!, one.records[i]!, receipts, uploaded)
            }
          }
        }
        const ids = made.flat().map((record) => record.id)
        const stored = await server.services.store.read((tx) =>
          tx.observations.getMany(TERRITORY, ids),
        )
        for (const [id, seq] of receipts) {
          expect(stored.find((row) => row.observation.id === id)?.seq).toBe(seq)
        }
        expect(new Set(stored.map((row) => row.seq)).size).toBe(stored.length)
      }),
      { numRuns: 30 },
    )
  })

  /** Two in three need a photo; the same photo serves several records of both phones. */
  function recordOf(i: number, device: string): Observation {
    const photo = photos[i % PHOTOS]!.reference
    if (i % 3 === 0) return aReport({ device })
    return aHeritagePoint({ device, photos: [photo] })
  }

  function check(
    outcome: PushOutcome,
    record: Observation,
    number: number,
    receipts: Map<string, number>,
    uploaded: ReadonlySet<number>,
  ): void {
    expect(outcome.id).toBe(record.id)
    const isWhole = number % 3 === 0 || uploaded.has(number % PHOTOS)
    if (!isWhole) return expect(outcome.outcome).toBe('deferred')
    expect(['created', 'duplicate']).toContain(outcome.outcome)
    const seq = 'seq' in outcome ? Number(outcome.seq) : NaN
    const known = receipts.get(record.id)
    if (known !== undefined) expect(outcome).toMatchObject({ outcome: 'duplicate', seq: known })
    receipts.set(record.id, seq)
  }
})
