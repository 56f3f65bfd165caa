import { isIPv6 } from 'node:net'
import type { Context } from 'hono'
import { getConnInfo } from '@hono/node-server/conninfo'
import { LRUCache } from 'lru-cache'
import { Problem } from '../../contract/problem.ts'
import type { Config } from '../config.ts'

const MINUTE_MS = 60_000
/** Counters kept at most, of each kind: a flood of addresses must not fill the memory. */
const REMEMBERED = 50_000

export interface RateLimit {
  /**
   * Counts one more (or as much as it weighs), at once; refuses when the time is full. Gives the way to take it back: whoever is
   * limited by what goes wrong is counted on arrival, and forgiven when it went right. Counted afterwards,
   * any number that came at the same time would pass.
   */
  count(key: string, nowMs: number, weight?: number): () => void
}

/**
 * Fixed-window rate limiter: so many in any one minute (or other time), per key. In memory: a restart forgives. When
 * there are too many keys, the least recently seen go (LRU), and those that used up what they may go last: a flood of
 * other keys does not let a refused one in again.
 */
export function rateLimit(most: number, duringMs = MINUTE_MS): RateLimit {
  let startedAtMs = -Infinity
  let counts = newCounts()
  return {
    count(key, nowMs, weight = 1) {
      // A clock that was put back must not keep anybody out until it is where it was.
      const isOver = nowMs - startedAtMs >= duringMs || nowMs < startedAtMs
      if (isOver) {
        startedAtMs = nowMs
        counts = newCounts()
      }
      const ofThisTime = counts
      const before = countOf(ofThisTime, key)
      if (before + weight > most) {
        setCount(ofThisTime, key, before, true)
        throw new Problem('too-many-requests')
      }
      setCount(ofThisTime, key, before + weight, before + weight >= most)
      return () => {
        const left = countOf(ofThisTime, key) - weight
        if (left >= 0) setCount(ofThisTime, key, left, false)
      }
    },
  }
}

/** The keys that may go on, and those that used up what they may: bounded each. */
interface Counts {
  readonly open: LRUCache<string, number>
  readonly usedUp: LRUCache<string, number>
}

function newCounts(): Counts {
  return { open: new LRUCache({ max: REMEMBERED }), usedUp: new LRUCache({ max: REMEMBERED }) }
}

function countOf({ open, usedUp }: Counts, key: string): number {
  return usedUp.get(key) ?? open.get(key) ?? 0
}

function setCount({ open, usedUp }: Counts, key: string, count: number, isUsedUp: boolean): void {
  const [to, from] = isUsedUp ? [usedUp, open] : [open, usedUp]
  from.delete(key)
  to.set(key, count)
}

/** Does it, and takes the count back unless it was refused: what went right, or never came, is no guess. */
export async function unlessRefused<T>(takeBack: () => void, work: () => Promise<T>): Promise<T> {
  try {
    const outcome = await work()
    takeBack()
    return outcome
  } catch (error) {
    if (!(error instanceof Problem)) takeBack()
    throw error
  }
}

/** The sender's address, as far as it can be known; of an IPv6 one the first half, which is a household's. */
export function addressOf(c: Context, config: Config): string {
  const forwarded = config.trustProxy && c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim()
  if (forwarded) return household(forwarded)
  try {
    return household(getConnInfo(c).remote.address ?? 'unknown')
  } catch {
    // A request made in a test, without a network.
    return 'unknown'
  }
}

/** Whoever has one IPv6 address has 2^64 of them, all with the same first four groups. */
function household(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.replace(/%.*$/, '').split('::')
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const [first, last] = [groups(head), groups(tail ?? '')]
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  const all = [...first, ...(tail === undefined ? [] : zeros), ...last].slice(0, 4)
  return all.map((group) => parseInt(group, 16).toString(16)).join(':')
}
