import type { DumpRow, Store } from './store.ts'

/** Rows that wait between reading and writing: enough to keep both busy. */
const AHEAD = 500

export class TargetNotEmpty extends Error {}

/**
 * Copies every row of a store into an empty one, of the same engine or the other one. Same server, same
 * epoch: for phones nothing has happened. Blobs are files and stay where they are. Gives how many rows.
 */
export async function moveStore(from: Store, to: Store): Promise<number> {
  const territories = await to.read((tx) => tx.territories.list())
  if (territories.length > 0) throw new TargetNotEmpty()
  await to.transaction((tx) => tx.meta.clear())
  const rows = channel()
  let count = 0
  const reading = from
    .dump((row) => {
      count++
      return rows.put(row)
    })
    .then(
      () => rows.end(),
      (error: unknown) => rows.fail(error),
    )
  try {
    await to.load(rows.all())
  } finally {
    await reading
  }
  return count
}

/** Hands rows from who pushes to who pulls, without holding them all. */
function channel() {
  const waiting: DumpRow[] = []
  let ended = false
  let abandoned = false
  let failure: { readonly error: unknown } | null = null
  let wake: () => void = () => undefined
  const change = () => new Promise<void>((resolve) => (wake = resolve))

  return {
    async put(row: DumpRow): Promise<void> {
      waiting.push(row)
      wake()
      while (waiting.length >= AHEAD) {
        // Who writes has failed: nobody will ever take these.
        if (abandoned) throw new Error('Nobody reads any more.')
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    end() {
      ended = true
      wake()
    },
    fail(error: unknown) {
      failure = { error }
      wake()
    },
    async *all(): AsyncIterable<DumpRow> {
      try {
        for (;;) {
          const row = waiting.shift()
          if (row) yield row
          else if (failure) throw failure.error
          else if (ended) return
          else await change()
        }
      } finally {
        abandoned = true
      }
    },
  }
}
