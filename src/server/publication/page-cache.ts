import type { PublishedTerritory } from './published-reader.ts'

/** Pages of one list that are kept: both languages of the first ones, and what people choose most. */
const MOST_KEPT = 100

const KEPT = new WeakMap<readonly PublishedTerritory[], Map<string, string>>()

/**
 * A page that is made of a list and of nothing else: made once, as long as the list is the same object. Those asked
 * for last stay.
 */
export function keptPage(
  all: readonly PublishedTerritory[],
  name: string,
  make: () => string,
): string {
  const pages = KEPT.get(all) ?? new Map<string, string>()
  KEPT.set(all, pages)
  const page = pages.get(name) ?? make()
  pages.delete(name)
  pages.set(name, page)
  for (const oldest of pages.keys()) {
    if (pages.size <= MOST_KEPT) break
    pages.delete(oldest)
  }
  return page
}
