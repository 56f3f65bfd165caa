import * as z from 'zod/mini'
import { API } from '../../contract/endpoints.ts'
import { slug, uuid } from '../../domain/observation/observation.ts'
import { readQuery } from '../http/query.ts'
import type { Routes } from '../http/routes.ts'
import { authorise } from './session-cookie.ts'
import { readJournal } from './read-journal.ts'
import type { AccessServices } from './access-services.ts'

const query = z.strictObject({
  territory: slug,
  before: z.optional(uuid),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
})

/** Who decided and who let whom in: for the administration to read. */
export const journalRoutes: Routes<AccessServices> = (app, services) => {
  app.get(API.journal, async (c) => {
    const { territory, before, limit } = readQuery(c, query)
    await authorise(c, services, 'read-audit', () => ({ territory }))
    const page = before === undefined ? { limit } : { before, limit }
    const found = await services.store.read((tx) => readJournal(tx, territory, page))
    c.header('Cache-Control', 'no-store')
    return c.json({ jalon: 'journal', ...found })
  })
}
