import type { Territory } from '../../domain/catalogue/territory.ts'
import { weakMemo } from './weak-memo.ts'
import type { PublishedEntry } from './read-published.ts'

export interface PublishedTerritory {
  readonly territory: Territory
  readonly entries: readonly PublishedEntry[]
  /** Names of the trails that people are testing and that were never published: nothing else is told. */
  readonly testing: readonly string[]
}

interface Named {
  readonly code: string
  readonly name: string
}

/**
 * Immutable snapshot of what the world may see, with its indexes. A new one is made when anything in it changes: the
 * same object means the same catalogue.
 */
export interface PublishedCatalogue {
  readonly territories: readonly PublishedTerritory[]
  /** Of all territories, by name within each. */
  readonly entries: readonly PublishedEntry[]
  /** The communes that its trails pass, by name. */
  readonly communes: () => readonly Named[]
  readonly entryBySlug: (slug: string) => PublishedEntry | undefined
  /** The territory of a photo that the world may see. */
  readonly territoryOfPhoto: (sha256: string) => string | undefined
  /** The same of one territory alone; nothing when it is not here. */
  readonly only: (territory: string) => PublishedCatalogue | undefined
}

export function publishedCatalogue(territories: readonly PublishedTerritory[]): PublishedCatalogue {
  const entries = territories.flatMap((one) => one.entries)
  const photos = new Map<string, string>()
  for (const { territory, heritage, reports } of entries) {
    for (const { properties } of [...heritage, ...reports]) {
      for (const { sha256 } of properties.photos) photos.set(sha256, territory.id)
    }
  }
  const bySlug = new Map(entries.map((entry) => [entry.trail.properties.slug, entry]))
  const alone = weakMemo((one: PublishedTerritory) => publishedCatalogue([one]))
  let communes: readonly Named[] | undefined
  return {
    territories,
    entries,
    communes: () => (communes ??= communesOf(entries)),
    entryBySlug: (slug) => bySlug.get(slug),
    territoryOfPhoto: (sha256) => photos.get(sha256),
    only(id) {
      const one = territories.find(({ territory }) => territory.id === id)
      return one && alone(one)
    },
  }
}

function communesOf(entries: readonly PublishedEntry[]): readonly Named[] {
  const byCode = new Map(
    entries.flatMap(({ trail }) =>
      (trail.properties.communes ?? []).map(({ code, name }) => [code, { code, name }] as const),
    ),
  )
  return [...byCode.values()].sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}
