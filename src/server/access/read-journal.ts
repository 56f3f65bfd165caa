import type { JournalRow } from '../../contract/journal.ts'
import type { AuditRow } from '../storage/people-rows.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** Newest first: who changed an access or decided something, with names as they are today. */
export async function readJournal(
  tx: StoreTransaction,
  territory: string,
  query: { readonly before?: string; readonly limit: number },
): Promise<{ rows: readonly JournalRow[]; more: boolean }> {
  const found = await tx.audit.list(territory, { ...query, limit: query.limit + 1 })
  const page = found.slice(0, query.limit)
  const names = await namesIn(tx, territory, page)
  const rows: JournalRow[] = []
  for (const { id, at, actor, action, subject, details } of page) {
    const who = names.get(actor)
    const what = await labelOf(tx, territory, { action, subject }, names)
    rows.push({
      ...{ id, at, action, subject, details },
      ...(who === undefined ? {} : { actor: who }),
      ...(what === undefined ? {} : { label: what }),
    })
  }
  return { rows, more: found.length > page.length }
}

/** Pseudonyms of accounts, and of the owners of devices. */
async function namesIn(
  tx: StoreTransaction,
  territory: string,
  rows: readonly AuditRow[],
): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>()
  for (const { subject, action } of rows) {
    if (action !== 'revoked' && action !== 'joined') continue
    const device = await tx.people.getDevice(territory, subject)
    if (device) owners.set(subject, device.account)
  }
  const ids = new Set([
    ...rows.flatMap(({ actor, subject }) => [actor, subject]),
    ...owners.values(),
  ])
  const people = await tx.people.getAccounts(territory, [...ids])
  const names = new Map(people.map(({ id, pseudonym }) => [id, pseudonym]))
  for (const [device, account] of owners) {
    const name = names.get(account)
    if (name !== undefined) names.set(device, name)
  }
  return names
}

/** What it was done to, in words: a person, a trail; nothing when the id is all there is. */
async function labelOf(
  tx: StoreTransaction,
  territory: string,
  { action, subject }: Pick<AuditRow, 'action' | 'subject'>,
  names: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  if (action !== 'decided') return names.get(subject)
  const entity = await tx.catalogue.find(territory, subject)
  if (!entity) return undefined
  const { properties } = entity
  if (properties.kind === 'trail') return properties.attributes.name
  return properties.kind === 'heritage-point' ? properties.name : undefined
}
