import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { createApp } from 'vue'
import { DESK, type DeskPorts } from '../../../../src/app/desk/shell/desk-ports.ts'
import { useDeskStore } from '../../../../src/app/desk/queue/desk.store.ts'
import { useTrailReviewStore } from '../../../../src/app/desk/trail/trail-review.store.ts'
import { createFakeDesk, FAKE_TERRITORY } from '../../../support/fake-desk-api.ts'
import { ordinaryDesk } from '../../../support/fake-desk-data.ts'

/** A desk whose answers come when the test says so, in the order it likes. */
async function aDesk() {
  const fake = createFakeDesk(ordinaryDesk())
  const held: (() => void)[] = []
  let isHolding = false
  const hold =
    <A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const answer = await ask(...args)
      if (isHolding) await new Promise<void>((resolve) => held.push(resolve))
      return answer
    }
  const api = { ...fake.api, trails: hold(fake.api.trails), trail: hold(fake.api.trail) }
  const app = createApp({ render: () => null })
  const pinia = createPinia()
  app.use(pinia)
  app.provide(DESK, { ...fake, api } satisfies DeskPorts)
  const desk = app.runWithContext(() => useDeskStore(pinia))
  await desk.open()
  return {
    desk,
    trail: app.runWithContext(() => useTrailReviewStore(pinia)),
    hold: () => void (isHolding = true),
    held,
  }
}
const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('answers that overtake each other', () => {
  it('leave what is newest on the list', async () => {
    const { desk, hold, held } = await aDesk()
    hold()
    const asked = [desk.refresh(), desk.refresh()]
    await turn()
    held[1]!()
    await asked[1]
    const newest = desk.trails
    held[0]!()
    await asked[0]
    expect(desk.trails).toBe(newest)
  })

  it('leave what is newest of a trail', async () => {
    const { desk, trail, hold, held } = await aDesk()
    const { id } = desk.trails!.rows[0]!
    hold()
    const asked = [trail.load(id, FAKE_TERRITORY.id), trail.load(id, FAKE_TERRITORY.id)]
    await turn()
    held[1]!()
    await asked[1]
    const newest = trail.evidence
    expect(newest).not.toBeNull()
    expect(trail.loading).toBe(false)
    held[0]!()
    await asked[0]
    expect(trail.evidence).toBe(newest)
  })
})
