import { createHash, timingSafeEqual } from 'node:crypto'
import { Problem } from '../../contract/problem.ts'
import { RULES } from '../../domain/checks/thresholds.ts'
import type { HttpServices } from './http-services.ts'
import type { Instant } from './metrics.ts'
import type { Routes } from './routes.ts'

/** Counting what is stored takes a moment on a large store: not at every question. */
const COUNT_AGAIN_MS = 60_000

/**
 * `GET /metrics` for whoever watches over the server, with `Authorization: Bearer <JALON_METRICS_TOKEN>`. Without
 * that setting there is no such page.
 */
export const metricsRoutes: Routes = (app, services) => {
  const { config, metrics, nowMs } = services
  let counted: { atMs: number; what: Promise<Omit<Instant, 'listeners'>> } | null = null

  app.get('/metrics', async (c) => {
    const given = /^Bearer (.+)$/.exec(c.req.header('Authorization') ?? '')?.[1]
    if (!config.metricsToken) throw new Problem('not-found')
    if (given === undefined || !isSame(given, config.metricsToken)) {
      c.header('WWW-Authenticate', 'Bearer')
      throw new Problem('not-signed-in')
    }
    if (!counted || nowMs() - counted.atMs > COUNT_AGAIN_MS) {
      counted = { atMs: nowMs(), what: count(services) }
      counted.what.catch(() => (counted = null))
    }
    const now = { ...(await counted.what), listeners: services.events.listeners() }
    c.header('Cache-Control', 'no-store')
    c.header('Content-Type', metrics.mediaType)
    return c.body(await metrics.text(now))
  })
}

async function count({ store }: HttpServices): Promise<Omit<Instant, 'listeners'>> {
  const sum = { checksWaiting: 0, recordsWaiting: 0, quarantined: 0, blobs: 0, blobBytes: 0 }
  for (const { id } of await store.read((tx) => tx.territories.list())) {
    await store.read(async (tx) => {
      const { blobs, bytes } = await tx.blobs.size(id)
      sum.checksWaiting += await tx.assessments.countWithout(id, RULES)
      sum.recordsWaiting += await tx.pendingRecords.count(id)
      sum.quarantined += await tx.quarantine.count(id)
      sum.blobs += blobs
      sum.blobBytes += bytes
    })
  }
  return sum
}

/** In the same time whatever is wrong with it. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}
