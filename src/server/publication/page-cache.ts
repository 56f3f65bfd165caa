import { LRUCache } from 'lru-cache'
import type { PageParts } from './pages/reader.ts'
import { coarseLine } from './pages/territory-map.ts'
import { searchTextOf } from './pages/trail-filters.ts'
import { thumbnail } from './pages/trail-map.ts'
import type { PublishedCatalogue } from './published-catalogue.ts'
import { weakMemo } from './weak-memo.ts'

/** Pages of one catalogue that are kept: both languages of the first ones, and what people choose most. */
const MOST_PAGES = 100

/** LRU cache of public pages, and the parts of pages that are made once a trail. */
export interface PageCache {
  readonly parts: PageParts
  /** A page made of a catalogue and of nothing else: made once, as long as the catalogue is the same one. */
  readonly page: (
    all: PublishedCatalogue,
    name: string,
    make: () => Promise<string>,
  ) => Promise<string>
}

export function createPageCache(): PageCache {
  const pagesOf = weakMemo(
    (_all: PublishedCatalogue) => new LRUCache<string, string>({ max: MOST_PAGES }),
  )
  return {
    parts: {
      thumbnail: weakMemo(thumbnail),
      coarseLine: weakMemo(coarseLine),
      searchText: weakMemo(searchTextOf),
    },
    async page(all, name, make) {
      const pages = pagesOf(all)
      const page = pages.get(name) ?? (await make())
      pages.set(name, page)
      return page
    },
  }
}
