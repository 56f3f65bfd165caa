import { html } from 'hono/html'
import { PAGES } from '../../../contract/endpoints.ts'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import { pageLayout } from './page-layout.ts'
import type { Reader } from './reader.ts'

/** A trail that is not there, or not any more: one sentence and the way back. */
export function notFoundPage(territories: readonly Territory[], reader: Reader): Promise<string> {
  const { say } = reader.words
  const body = html`<section class="intro">
    <svg class="lost" viewBox="0 0 160 70" width="160" height="70" aria-hidden="true">
      <path class="way" d="M4 60c24-22 40 4 62-14" />
      <path class="nowhere" d="M70 42c12-9 22-12 40-6" />
      <path class="post" d="M128 64V22l8-9 8 9v42z" />
      <path class="band" d="M128 30h16v13h-16z" />
    </svg>
    <h1>${say('notFound.title')}</h1>
    <p class="lead">${say('notFound.sentence')}</p>
    <p><a class="button first" href="${reader.link(PAGES.home)}">${say('notFound.back')}</a></p>
  </section>`
  const page = { title: say('notFound.title'), description: say('notFound.sentence') }
  return pageLayout({ ...page, path: PAGES.home, body, territories }, reader)
}
