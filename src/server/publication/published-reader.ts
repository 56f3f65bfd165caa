import type { Territory } from '../../domain/catalogue/territory.ts'
import type { FeedRow, Store, StoreTransaction } from '../storage/store.ts'
import {
  publishedCatalogue,
  type PublishedCatalogue,
  type PublishedTerritory,
} from './published-catalogue.ts'
import {
  changesAtMs,
  entryOf,
  isInTest,
  readSources,
  type PublishedEntry,
  type TrailSource,
} from './read-published.ts'

/**
 * Reads what the world may see. The same catalogue, the very same object, is given until something in it
 * changes: what is made of it can be kept beside it.
 */
export type ReadPublished = () => Promise<PublishedCatalogue>

/** After more changes than this, a territory is read anew. */
const MANY = 2_000
/** Trails of one transaction when all are read: others want to read as well. */
const AT_ONCE = 100
/** A database elsewhere is waited for rather than computed: half of the connections may wait together. */
const READERS_AT_ONCE = 5
const compareNames = new Intl.Collator('fr').compare

interface Shown {
  readonly source: TrailSource
  readonly entry: PublishedEntry | null
  readonly untilMs: number
}

interface Known {
  territory: Territory
  upTo: number
  readonly shown: Map<string, Shown>
  given: PublishedTerritory
}

/** Materialised view of the published trails, brought up to date from the feed at each question; one a server. */
export function createPublishedReader({
  store,
  nowMs,
}: {
  readonly store: Store
  readonly nowMs: () => number
}): ReadPublished {
  const known = new Map<string, Known>()
  let given = publishedCatalogue([])
  let last: Promise<unknown> = Promise.resolve()

  const readAll = async (territory: Territory): Promise<Known> => {
    const { id } = territory
    const { upTo, ids } = await store.read(async (tx) => ({
      upTo: await tx.feed.head(id),
      ids: await tx.catalogue.ids(id, 'trail'),
    }))
    const fresh: Known = { territory, upTo, shown: new Map(), given: NOTHING(territory) }
    let next = 0
    const readOn = async () => {
      while (next < ids.length) {
        const some = ids.slice(next, (next += AT_ONCE))
        await store.read((tx) => look(tx, fresh, some, nowMs()))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const readers = store.engine === 'postgres' ? READERS_AT_ONCE : 1
    await Promise.all(Array.from({ length: readers }, readOn))
    return fresh
  }

  const follow = async (territory: Territory): Promise<Known> => {
    const before = known.get(territory.id)
    if (!before || !isSame(before.territory, territory)) {
      const fresh = await readAll(territory)
      arrange(fresh)
      known.set(territory.id, fresh)
      return follow(fresh.territory)
    }
    const tooMuch = await store.read(async (tx) => {
      const rows = await tx.feed.since(territory.id, before.upTo, MANY)
      if (rows.length === MANY) return true
      const concerned = await concernedTrails(tx, before, rows)
      const now = nowMs()
      for (const [id, { untilMs }] of before.shown) if (untilMs <= now) concerned.add(id)
      const hasChanged = await look(tx, before, [...concerned], now)
      before.upTo = rows.at(-1)?.seq ?? before.upTo
      if (hasChanged) arrange(before)
      return false
    })
    if (!tooMuch) return before
    known.delete(territory.id)
    return follow(territory)
  }

  const read = async () => {
    const territories = await store.read((tx) => tx.territories.list())
    const all: PublishedTerritory[] = []
    for (const territory of territories) all.push((await follow(territory)).given)
    const before = given.territories
    const isSameList = all.length === before.length && all.every((one, i) => one === before[i])
    if (!isSameList) given = publishedCatalogue(all)
    return given
  }

  return () => {
    const mine = last.then(read, read)
    last = mine
    return mine
  }
}

const NOTHING = (territory: Territory): PublishedTerritory => ({
  territory,
  entries: [],
  testing: [],
})

/** Reads some trails; says whether what the world sees of them changed, or may have. */
async function look(
  tx: StoreTransaction,
  { territory, shown }: Known,
  ids: readonly string[],
  nowMs: number,
): Promise<boolean> {
  let hasChanged = false
  const trails = await tx.catalogue.getMany(territory.id, 'trail', ids)
  const sources = await readSources(tx, territory, trails)
  for (const trail of trails) {
    const before = shown.get(trail.id)
    const source = sources.get(trail.id)
    const isShown = source && (source.frozen || isInTest(source, nowMs))
    if (before || isShown) hasChanged = true
    if (!isShown) shown.delete(trail.id)
    else {
      const untilMs = changesAtMs(source, nowMs)
      shown.set(trail.id, { source, entry: entryOf(source, nowMs), untilMs })
    }
  }
  return hasChanged
}

/** The trails that the feed has spoken of, by themselves or by what is on them. */
async function concernedTrails(
  tx: StoreTransaction,
  { territory, shown }: Known,
  rows: readonly FeedRow[],
): Promise<Set<string>> {
  const concerned = new Set(idsOf(rows, 'trail'))
  const seen = await tx.observations.getMany(territory.id, idsOf(rows, 'observation', 'answer'))
  for (const { observation } of seen) add(concerned, observation.properties.trail)
  const reports = idsOf(rows, 'trail-report')
  for (const { properties } of await tx.catalogue.getMany(territory.id, 'trail-report', reports)) {
    add(concerned, properties.trail)
  }
  const points = new Set(idsOf(rows, 'heritage-point'))
  if (points.size === 0) return concerned
  for (const [id, { source }] of shown) {
    if (source.frozen?.heritage.some((point) => points.has(point.id))) concerned.add(id)
  }
  return concerned
}

function add(to: Set<string>, id: string | undefined): void {
  if (id !== undefined) to.add(id)
}

function idsOf(rows: readonly FeedRow[], ...kinds: readonly FeedRow['kind'][]): string[] {
  return [...new Set(rows.filter(({ kind }) => kinds.includes(kind)).map(({ entity }) => entity))]
}

function arrange(known: Known): void {
  const entries: PublishedEntry[] = []
  const testing: string[] = []
  for (const { source, entry } of known.shown.values()) {
    if (entry) entries.push(entry)
    else testing.push(source.entity.properties.attributes.name)
  }
  entries.sort((a, b) => compareNames(a.trail.properties.name, b.trail.properties.name))
  known.given = { territory: known.territory, entries, testing: testing.sort(compareNames) }
}

function isSame(a: Territory, b: Territory): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
