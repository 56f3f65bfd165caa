import type { Position } from 'geojson'
import type { PublishedEntry } from '../read-published.ts'
import type { Markup } from './markup.ts'
import type { PageWords } from './page-words.ts'

/** Parts of pages that are made once a trail, not once a page. */
export interface PageParts {
  readonly thumbnail: (line: readonly Position[]) => Markup
  readonly coarseLine: (line: readonly Position[]) => readonly Position[]
  readonly searchText: (entry: PublishedEntry) => string
}

/** Who reads a page: their words, and what they asked for by hand, kept in the links that lead on. */
export interface Reader {
  readonly words: PageWords
  /** The address of another page, in the language and the territory that the reader chose. */
  readonly link: (path: string) => string
  /** What the reader chose by hand: `lang`, `territory`. */
  readonly kept: Readonly<Record<string, string>>
  readonly parts: PageParts
}

export function readerOf(
  words: PageWords,
  query: Readonly<Record<string, string>>,
  parts: PageParts,
): Reader {
  const { lang, territory } = query
  const kept = {
    ...(lang === undefined ? {} : { lang: words.language }),
    ...(territory ? { territory } : {}),
  }
  return { words, kept, parts, link: (path) => addressOf(path, kept) }
}

/** A path with its query; nothing asked, no question mark. */
export function addressOf(path: string, query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path
}
