import * as z from 'zod/mini'
import { API } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import { RESCUE_LIMITS } from '../../domain/formats/open-rescue.ts'
import { slug } from '../../domain/observation/observation.ts'
import type { Routes } from '../http/routes.ts'
import { concurrencyLimit } from '../http/concurrency-limit.ts'
import { readQuery } from '../http/query.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { readBytes } from '../http/request-body.ts'
import { authorise } from '../access/session-cookie.ts'
import { receiveRescue } from './receive-rescue.ts'
import type { SyncServices } from './sync-services.ts'

const query = z.strictObject({ territory: slug })
/** Each of them takes a good part of the memory for a moment. */
const RESCUES_PER_MINUTE = 20
const RESCUES_AT_ONCE = 2

/** The file that a phone wrote of everything it had, brought to the desk. */
export const rescueRoutes: Routes<SyncServices> = (app, services) => {
  const rescues = rateLimit(RESCUES_PER_MINUTE)
  const atATime = concurrencyLimit(RESCUES_AT_ONCE)
  app.post(API.rescue, async (c) => {
    const { territory } = readQuery(c, query)
    const staff = await authorise(c, services, 'import-rescue', () => ({ territory }))
    rescues.count(staff.device, services.nowMs())
    const answer = await atATime('', async () => {
      const bytes = await readBytes(c, RESCUE_LIMITS.fileBytes)
      const opened = await services.openRescue(bytes)
      if (!opened.ok) throw new Problem('not-a-rescue', { params: { reason: opened.why } })
      return receiveRescue(services, staff, bytes, opened.rescue)
    })
    return c.json(answer)
  })
}
