import { Problem } from '../../contract/problem.ts'

/**
 * Concurrency limit (bulkhead): at most so many at the same time, per key; refuses at once, before anything is read,
 * when there are as many already. For what lies in memory while it is worked on.
 */
export function concurrencyLimit(most: number) {
  const underWay = new Map<string, number>()
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const count = underWay.get(key) ?? 0
    if (count >= most) throw new Problem('too-many-requests')
    underWay.set(key, count + 1)
    try {
      return await work()
    } finally {
      const left = underWay.get(key)! - 1
      if (left > 0) underWay.set(key, left)
      else underWay.delete(key)
    }
  }
}
