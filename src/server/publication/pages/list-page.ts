import { html } from 'hono/html'
import { PAGES } from '../../../contract/endpoints.ts'
import type { PublishedEntry } from '../read-published.ts'
import type { Markup } from './markup.ts'
import { addressOf, type Reader } from './reader.ts'
import type { NumberedEntry } from './trail-card.ts'
import type { Choice } from './trail-filters.ts'

/** As many as a map can number, and as one can read in a sitting. */
export const TRAILS_A_PAGE = 60

/** One page of a list, by name: which one it is, of how many, and what is on it. */
export interface ListPage {
  readonly number: number
  readonly last: number
  readonly count: number
  readonly shown: readonly NumberedEntry[]
}

/** Reads the number of a page from an address; what is none is the first. */
export function readPage(query: Readonly<Record<string, string>>): number {
  const { page = '' } = query
  return /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1
}

/** The page of that number; beyond the last one, the last one: trails go, old links stay. */
export function listPage(entries: readonly PublishedEntry[], asked: number): ListPage {
  const last = Math.max(1, Math.ceil(entries.length / TRAILS_A_PAGE))
  const number = Math.min(asked, last)
  const from = (number - 1) * TRAILS_A_PAGE
  // Each page counts from one: the map beside it has the same numbers, and room for two digits.
  const shown = entries
    .slice(from, from + TRAILS_A_PAGE)
    .map((entry, i) => ({ number: i + 1, entry }))
  return { number, last, count: entries.length, shown }
}

/** What the address of a page of this list asks for, beside what the reader chose by hand. */
export function queryOf(choice: Choice, page: number): Readonly<Record<string, string>> {
  return { ...choice, ...(page > 1 ? { page: String(page) } : {}) }
}

/** The way to the page before, the one after, the first and the last. */
export function pageLinks(list: ListPage, choice: Choice, { words, kept }: Reader): Markup | false {
  const { number, last } = list
  if (last === 1) return false
  const { say } = words
  const link = (page: number, text: string, rel?: 'prev' | 'next') =>
    html`<li>
      <a
        class="button"
        href="${addressOf(PAGES.home, { ...queryOf(choice, page), ...kept })}"
        ${rel && html`rel="${rel}"`}
        >${text}</a
      >
    </li>`
  return html`<nav class="pages" aria-label="${say('home.pages')}">
    <p>${say('home.page', { number, last })}</p>
    <ul>
      ${number > 2 && link(1, say('home.firstPage'))}
      ${number > 1 && link(number - 1, say('home.previousPage'), 'prev')}
      ${number < last && link(number + 1, say('home.nextPage'), 'next')}
      ${number < last - 1 && link(last, say('home.lastPage'))}
    </ul>
  </nav>`
}

/** For those who read addresses: which page this is, and which are beside it. */
export function pageHead(
  { number, last }: ListPage,
  choice: Choice,
  { kept }: Reader,
  baseUrl: string,
): Markup {
  const at = (page: number) =>
    baseUrl + addressOf(PAGES.home, { ...queryOf(choice, page), ...kept })
  // What somebody searched for is no page of the catalogue: its trails are.
  return html`<link rel="canonical" href="${at(number)}" />
    ${number > 1 && html`<link rel="prev" href="${at(number - 1)}" />`}
    ${number < last && html`<link rel="next" href="${at(number + 1)}" />`}
    ${choice.q !== undefined && html`<meta name="robots" content="noindex, follow" />`}`
}
