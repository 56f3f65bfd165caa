import { html } from 'hono/html'
import type { Markup } from './markup.ts'
import type { PageWords } from './page-words.ts'
import type { PublishedEntry } from '../read-published.ts'

const SHAPES = {
  fresh: 'M2 7.5 6 12 14 3',
  old: 'M8 2v7M8 12.5v1.5',
  closed: 'M3 3l10 10M13 3 3 13',
}

/** A status is a word and a shape, never a colour alone. */
export function statusChip({ status, territory }: PublishedEntry, words: PageWords): Markup {
  // Without a known test, nothing is promised: the tick stays away.
  const isFresh = status.id === 'published' && status.because.testedAt !== undefined
  const kind = status.id === 'closed' ? 'closed' : isFresh ? 'fresh' : 'old'
  return html`<p class="status ${kind}">
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="${SHAPES[kind]}" /></svg
    >${words.status(status, territory)}
  </p>`
}
