import type { Context } from 'hono'
import * as z from 'zod/mini'
import { API } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import {
  PROTOCOLS_SERVED,
  PULL_LIMIT,
  PUSH_LIMITS,
  pushRequest,
  type InfoAnswer,
  type PullAnswer,
  type PushAnswer,
  type PushRequest,
} from '../../contract/protocol.ts'
import { DAY_MS } from '../../domain/day.ts'
import { slug, uuid } from '../../domain/observation/observation.ts'
import type { Routes } from '../http/routes.ts'
import { concurrencyLimit } from '../http/concurrency-limit.ts'
import { parsed, readQuery } from '../http/query.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { readMeasuredJson } from '../http/request-body.ts'
import { authorise, sessionThatBrings } from '../access/session-cookie.ts'
import type { Session } from '../access/session.ts'
import { safeSeqKey } from '../storage/backup.ts'
import { readChanges } from './read-changes.ts'
import { receiveRecords } from './receive-records.ts'
import { revokedQuota } from './revoked-quota.ts'
import type { SyncServices } from './sync-services.ts'

/** Room for what surrounds the records of a push. */
const ENVELOPE_BYTES = 20_000
const PUSHES_PER_MINUTE = 3_000
/** Of one device; each lies in memory until it is written. A phone sends one after another. */
const PUSHES_AT_ONCE = 16
/** Four hundred long walks: all of it is kept, also what cannot be read. */
export const PUSHED_BYTES_PER_DAY = 200_000_000

const number = z.coerce.number().check(z.int(), z.gte(0))
const pullQuery = z.strictObject({
  territory: slug,
  after: z._default(number, 0),
  limit: z._default(number.check(z.gte(1)), PULL_LIMIT),
  epoch: z.optional(uuid),
})

export const syncRoutes: Routes<SyncServices> = (app, services) => {
  const { store, identity, nowMs } = services
  const quota = revokedQuota(services)
  const pushes = rateLimit(PUSHES_PER_MINUTE)
  const atATime = concurrencyLimit(PUSHES_AT_ONCE)
  const bytesOfDay = rateLimit(PUSHED_BYTES_PER_DAY, DAY_MS)
  const now = () => new Date(nowMs()).toISOString()

  app.get(API.info, async (c) => {
    const territories = await store.read(async (tx) => {
      const rows: InfoAnswer['territories'] = []
      for (const { id, name, demo } of await tx.territories.list()) {
        const head = await tx.feed.head(id)
        const safeSeq = await tx.meta.get(safeSeqKey(id))
        const row = { id, name: { ...name } as Record<string, string>, demo, head }
        rows.push(safeSeq === undefined ? row : { ...row, safeSeq: Number(safeSeq) })
      }
      return rows
    })
    c.header('Cache-Control', 'no-store')
    const answer: InfoAnswer = {
      jalon: 'info',
      ...identity,
      protocols: [...PROTOCOLS_SERVED],
      serverTime: now(),
      territories,
    }
    return c.json(answer)
  })

  const push = async (c: Context, session: Session): Promise<PushAnswer> => {
    const { json: raw, bytes } = await readMeasuredJson(c, PUSH_LIMITS.bytes + ENVELOPE_BYTES)
    bytesOfDay.count(session.device, nowMs(), bytes)
    const protocol = protocolOf(raw)
    if (!PROTOCOLS_SERVED.some((one) => one === protocol)) {
      throw new Problem('protocol-too-old', { params: { served: PROTOCOLS_SERVED.join(', ') } })
    }
    if (countOf(raw) > PUSH_LIMITS.records) {
      throw new Problem('too-many-records', { params: { limit: PUSH_LIMITS.records } })
    }
    const { records }: PushRequest = parsed(pushRequest, raw)
    await quota(session, { records: records.length })
    // A revoked device is listened to: what it brings is kept aside, not thrown away.
    const outcomes = await receiveRecords(services, session, records)
    for (const { outcome } of outcomes) services.metrics.recordTaken(outcome)
    return {
      jalon: 'push',
      ...identity,
      receivedAt: now(),
      outcomes: [...outcomes],
    }
  }

  app.post(API.push, async (c) => {
    const session = await sessionThatBrings(c, services)
    pushes.count(session.device, nowMs())
    return c.json(await atATime(session.device, () => push(c, session)))
  })

  app.get(API.pull, async (c) => {
    const { territory, after, limit, epoch } = readQuery(c, pullQuery)
    const session = await authorise(c, services, 'pull', () => ({ territory }))
    if (epoch !== undefined && epoch !== identity.epoch) throw new Problem('resync')
    const page = await readChanges(services, session, {
      after,
      limit: Math.min(limit, PULL_LIMIT),
    })
    c.header('Cache-Control', 'no-store')
    const answer: PullAnswer = { jalon: 'pull', ...identity, ...page, rows: [...page.rows] }
    return c.json(answer)
  })
}

function protocolOf(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null && 'protocol' in raw ? raw.protocol : undefined
}

function countOf(raw: unknown): number {
  const records = typeof raw === 'object' && raw !== null && 'records' in raw ? raw.records : null
  return Array.isArray(records) ? records.length : 0
}
