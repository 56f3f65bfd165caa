import { setImmediate as nextTurn } from 'node:timers/promises'

interface Asked<I, O> {
  readonly item: I
  readonly resolve: (outcome: O) => void
  readonly reject: (error: unknown) => void
}

/**
 * Batch queue (group commit): does in one go what is asked for while a former go is under way, so that fifty phones
 * at once cost one commit and not fifty. A go begins when a turn of the event loop brings nothing more: what has arrived already,
 * but was not read yet, belongs to it. When a go fails, each of its items is tried alone: one bad item stops no other.
 * @param work gives an outcome for each item, in their order
 * @param weight how much an item adds to a go, which takes at least one item and at most `most` in all
 */
export function batchQueue<I, O>(
  work: (items: readonly I[]) => Promise<readonly O[]>,
  { weight, most }: { readonly weight: (item: I) => number; readonly most: number },
): (item: I) => Promise<O> {
  const queue: Asked<I, O>[] = []
  let busy = false

  const next = (): Asked<I, O>[] => {
    let count = 0
    let sum = 0
    while (count < queue.length) {
      sum += weight(queue[count]!.item)
      if (count > 0 && sum > most) break
      count++
    }
    return queue.splice(0, count)
  }
  const gather = async (): Promise<void> => {
    for (let before = 0; before < queue.length && queue.length < most;) {
      before = queue.length
      await nextTurn()
    }
  }
  const settle = async (asked: readonly Asked<I, O>[]): Promise<void> => {
    try {
      const outcomes = await work(asked.map(({ item }) => item))
      for (const [i, { resolve }] of asked.entries()) resolve(outcomes[i]!)
    } catch (error) {
      if (asked.length === 1) asked[0]!.reject(error)
      else for (const one of asked) await settle([one])
    }
  }
  const run = async (): Promise<void> => {
    busy = true
    while (queue.length > 0) {
      await gather()
      await settle(next())
    }
    busy = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      if (!busy) void run()
    })
}
