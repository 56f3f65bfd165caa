import * as z from 'zod/mini'
import { API } from '../../contract/endpoints.ts'
import type { Routes } from '../http/routes.ts'
import { parsed, readQuery } from '../http/query.ts'
import { authorise } from '../http/session-cookie.ts'
import { slug, uuid } from '../../domain/observation/observation.ts'
import type { QuarantinedRecord } from '../storage/records.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { takeFromQuarantine } from './take-from-quarantine.ts'

const query = z.strictObject({ territory: slug })

/** What was kept aside, as it was sent, for the office to look at and hand over. */
export const quarantineRoutes: Routes = (app, services) => {
  app.post('/api/desk/quarantine/:id/take-in', async (c) => {
    const session = await authorise(c, services, 'decide')
    const id = parsed(uuid, c.req.param('id'))
    const outcome = await takeFromQuarantine(services, session, id)
    return c.json({ jalon: 'taken-in', outcome })
  })

  app.get(API.quarantine, async (c) => {
    const { territory } = readQuery(c, query)
    await authorise(c, services, 'read-quarantine', () => ({ territory }))
    const rows = await services.store.read(async (tx) => {
      const kept = await wholeAsLongAsItFits(tx, territory)
      const people = await tx.people.getAccounts(territory, [
        ...new Set(kept.map((row) => row.account)),
      ])
      const names = new Map(people.map((one) => [one.id, one.pseudonym]))
      return kept.map(({ id, record, code, field, receivedAt, json, account }) => ({
        id,
        code,
        receivedAt,
        json,
        pseudonym: names.get(account) ?? '',
        ...(record === undefined ? {} : { record }),
        ...(field === undefined ? {} : { field }),
      }))
    })
    c.header('Cache-Control', 'no-store')
    return c.json({ jalon: 'quarantine', rows })
  })
}

/** What is shown of one thing; and what the whole list may bring to be taken elsewhere. */
const SHOWN_CHARACTERS = 20_000
const WHOLE_CHARACTERS = 10_000_000

/** The newest of what was kept aside. Junk may be long: beyond a measure, only the beginning of each. */
async function wholeAsLongAsItFits(
  tx: StoreTransaction,
  territory: string,
): Promise<readonly QuarantinedRecord[]> {
  const rows = await tx.quarantine.list(territory, { characters: SHOWN_CHARACTERS })
  let left = WHOLE_CHARACTERS
  const whole: QuarantinedRecord[] = []
  for (const row of rows) {
    const isCut = row.json.length >= SHOWN_CHARACTERS && left > 0
    const kept = isCut ? await tx.quarantine.get(territory, row.id) : undefined
    whole.push(kept ?? row)
    if (kept) left -= kept.json.length
  }
  return whole
}
