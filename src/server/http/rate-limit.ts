import type { Context } from 'hono'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Problem } from '../../contract/problem.ts'
import type { Config } from '../config.ts'

const MINUTE_MS = 60_000
/** Counters kept at most: a flood of addresses must not fill the memory. */
const REMEMBERED = 50_000

export interface RateLimit {
  /** Counts one more; refuses when the minute is full. */
  count(key: string, nowMs: number): void
  /** Refuses when the minute is full, without counting. */
  check(key: string, nowMs: number): void
}

/** So many in any one minute, per key. In memory: a restart forgives. */
export function rateLimit(perMinute: number): RateLimit {
  let startedAtMs = -Infinity
  let counts = new Map<string, number>()
  const countOf = (key: string, nowMs: number) => {
    if (nowMs - startedAtMs >= MINUTE_MS || counts.size > REMEMBERED) {
      startedAtMs = nowMs
      counts = new Map()
    }
    return counts.get(key) ?? 0
  }
  const check: RateLimit['check'] = (key, nowMs) => {
    if (countOf(key, nowMs) >= perMinute) throw new Problem('too-many-requests')
  }
  return {
    check,
    count(key, nowMs) {
      check(key, nowMs)
      counts.set(key, countOf(key, nowMs) + 1)
    },
  }
}

/** The sender's address, as far as it can be known. */
export function addressOf(c: Context, config: Config): string {
  const forwarded = config.trustProxy && c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim()
  if (forwarded) return forwarded
  try {
    return getConnInfo(c).remote.address ?? 'unknown'
  } catch {
    // A request made in a test, without a network.
    return 'unknown'
  }
}
