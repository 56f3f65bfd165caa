import { Readable } from 'node:stream'
import * as z from 'zod/mini'
import { API } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import type { Routes } from '../http/routes.ts'
import { parsed, readQuery } from '../http/query.ts'
import { authorise } from '../access/session-cookie.ts'
import { slug, uuid } from '../../domain/observation/observation.ts'
import type { QuarantinedRecord } from '../storage/records.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { takeFromQuarantine } from './take-from-quarantine.ts'
import type { SyncServices } from './sync-services.ts'

const query = z.strictObject({ territory: slug })
const fileQuery = z.strictObject({ territory: slug, id: z.optional(uuid) })

/** What is shown of one thing; a file has it whole. */
const SHOWN_CHARACTERS = 20_000
/** Read at once for a file: of the longest there may be, 20 MB. */
const PAGE = 20

/** What was kept aside, as it was sent, for the office to look at and hand over. */
export const quarantineRoutes: Routes<SyncServices> = (app, services) => {
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
      const kept = await tx.quarantine.list(territory, { characters: SHOWN_CHARACTERS + 1 })
      return withNames(tx, territory, kept)
    })
    c.header('Cache-Control', 'no-store')
    return c.json({ jalon: 'quarantine', rows: rows.map(beginningOf) })
  })

  app.get(API.quarantineFile, async (c) => {
    const { territory, id } = readQuery(c, fileQuery)
    await authorise(c, services, 'read-quarantine', () => ({ territory }))
    const name = id === undefined ? 'jalon-illisibles' : `jalon-${id}`
    c.header('Cache-Control', 'no-store')
    c.header('Content-Disposition', `attachment; filename="${name}.json"`)
    c.header('Content-Type', 'application/json')
    const pages = id === undefined ? pagesOf(services, territory) : [await one(territory, id)]
    const bytes = Readable.toWeb(Readable.from(asList(pages), { highWaterMark: 1 }))
    return c.body(bytes as ReadableStream)
  })

  async function one(territory: string, id: string): Promise<readonly Row[]> {
    return services.store.read(async (tx) => {
      const kept = await tx.quarantine.get(territory, id)
      if (!kept) throw new Problem('not-found')
      return withNames(tx, territory, [kept])
    })
  }
}

type Row = Awaited<ReturnType<typeof withNames>>[number]

async function withNames(
  tx: StoreTransaction,
  territory: string,
  kept: readonly QuarantinedRecord[],
) {
  const accounts = new Set(kept.map((row) => row.account))
  const people = await tx.people.getAccounts(territory, [...accounts])
  const names = new Map(people.map((person) => [person.id, person.pseudonym]))
  return kept.map(({ id, record, code, field, receivedAt, json, account }) => ({
    id,
    code,
    receivedAt,
    json,
    pseudonym: names.get(account) ?? '',
    ...(record === undefined ? {} : { record }),
    ...(field === undefined ? {} : { field }),
  }))
}

function beginningOf(row: Row) {
  if (row.json.length <= SHOWN_CHARACTERS) return row
  return { ...row, json: row.json.slice(0, SHOWN_CHARACTERS), isCut: true }
}

/** All of it, a page at a time: it may be more than fits in memory. */
async function* pagesOf(
  { store }: Pick<SyncServices, 'store'>,
  territory: string,
): AsyncGenerator<readonly Row[]> {
  for (let before: string | undefined; ;) {
    const rows = await store.read(async (tx) => {
      const page = { limit: PAGE, ...(before === undefined ? {} : { before }) }
      return withNames(tx, territory, await tx.quarantine.list(territory, page))
    })
    yield rows
    before = rows.at(-1)?.id
    if (rows.length < PAGE) return
  }
}

async function* asList(
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncGenerator<Uint8Array> {
  let separator = '[\n'
  for await (const rows of pages)
    for (const row of rows) {
      yield Buffer.from(`${separator}${JSON.stringify(row)}`)
      separator = ',\n'
    }
  yield Buffer.from(separator === '[\n' ? '[]\n' : '\n]\n')
}
