import { APP, PAGES } from '../../../contract/endpoints.ts'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import { html, type Markup } from './html.ts'
import type { PageWords } from './page-words.ts'

export const STYLE_PATH = '/public/style.css'
export const SCRIPT_PATH = '/public/print.js'

export interface Page {
  readonly title: string
  readonly description: string
  /** The page's address, without the language. */
  readonly path: string
  readonly body: Markup
  readonly territories: readonly Territory[]
  /** Further elements of the head. */
  readonly head?: Markup
}

/** What surrounds every public page. Readable without any script. */
export function pageLayout(page: Page, words: PageWords, asked: string | undefined): string {
  const { say, language } = words
  const other = language === 'fr' ? 'en' : 'fr'
  const [first] = page.territories
  const office = first?.office.name
  const isDemo = page.territories.some(({ demo }) => demo)
  const lang = asked === undefined ? '' : `?lang=${language}`
  const document = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <meta name="description" content="${page.description}" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href="${STYLE_PATH}" />
        <link rel="alternate" hreflang="fr" href="${page.path}?lang=fr" />
        <link rel="alternate" hreflang="en" href="${page.path}?lang=en" />
        ${page.head}
      </head>
      <body>
        <a class="skip" href="#content">${say('skip')}</a>
        ${isDemo && html`<p class="demo" role="note">${say('demo')}</p>`}
        <header class="top">
          <a class="brand" href="${PAGES.home}${lang}"
            >${mark()}<span>${office ? say('site', { office }) : 'Jalon'}</span></a
          >
          <a class="language" href="${page.path}?lang=${other}" lang="${other}" hreflang="${other}"
            >${say('otherLanguage')}</a
          >
        </header>
        <main id="content">${page.body}</main>
        <footer class="bottom">
          <p>${say('footer')} <a href="${APP.scope}">${say('app')}</a></p>
        </footer>
      </body>
    </html> `
  return document.text
}

/** The mark: a post with one yellow band. */
function mark(): Markup {
  return html`<svg class="mark" viewBox="0 0 24 32" width="24" height="32" aria-hidden="true">
    <path class="post" d="M8 6 12 2l4 4v24H8z" />
    <path class="band" d="M8 11h8v6H8z" />
  </svg>`
}
