import { PAGES } from '../../../contract/endpoints.ts'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import { html } from './html.ts'
import { pageLayout } from './page-layout.ts'
import type { PageWords } from './page-words.ts'

/** A trail that is not there, or not any more: one sentence and the way back. */
export function notFoundPage(
  territories: readonly Territory[],
  words: PageWords,
  asked: string | undefined,
): string {
  const { say } = words
  const body = html`<section class="intro">
    <h1>${say('notFound.title')}</h1>
    <p class="lead">${say('notFound.sentence')}</p>
    <p><a class="button first" href="${PAGES.home}">${say('notFound.back')}</a></p>
  </section>`
  return pageLayout(
    {
      title: say('notFound.title'),
      description: say('notFound.sentence'),
      path: PAGES.home,
      body,
      territories,
    },
    words,
    asked,
  )
}
