import { html } from 'hono/html'
import { APP, PAGES } from '../../../contract/endpoints.ts'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import type { Markup } from './markup.ts'
import { addressOf, type Reader } from './reader.ts'

export const SCRIPT_PATH = '/public/print.js'

export interface Page {
  readonly title: string
  readonly description: string
  /** The page's address, without its query. */
  readonly path: string
  /** What the query asks for, beside the language. */
  readonly query?: Readonly<Record<string, string>>
  readonly body: Markup
  readonly territories: readonly Territory[]
  /** Further elements of the head. */
  readonly head?: Markup
}

/** What surrounds every public page. Readable without any script. */
export async function pageLayout(page: Page, reader: Reader): Promise<string> {
  const { say, language } = reader.words
  const other = language === 'fr' ? 'en' : 'fr'
  const [first, ...more] = page.territories
  const isDemo = page.territories.some(({ demo }) => demo)
  const office = more.length === 0 ? first?.office : undefined
  const brand = first && more.length === 0 ? (first.name[language] ?? first.name.fr) : say('brand')
  const inLanguage = (lang: string) => addressOf(page.path, { ...page.query, lang })
  const document = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <meta name="description" content="${page.description}" />
        <meta name="color-scheme" content="light dark" />
        <meta property="og:title" content="${page.title}" />
        <meta property="og:description" content="${page.description}" />
        <link rel="icon" type="image/svg+xml" href="/app/icons/jalon.svg" />
        <link rel="stylesheet" href="${PAGES.style}" />
        <link rel="alternate" hreflang="fr" href="${inLanguage('fr')}" />
        <link rel="alternate" hreflang="en" href="${inLanguage('en')}" />
        ${page.head}
      </head>
      <body>
        <a class="skip" href="#content">${say('skip')}</a>
        <header>
          ${isDemo && html`<p class="demo">${say('demo')}</p>`}
          <div class="top">
            <a class="brand" href="${reader.link(PAGES.home)}"
              >${mark()}<span>${brand}${office && html`<small>${office.name}</small>`}</span></a
            >
            <a class="language" href="${inLanguage(other)}" lang="${other}" hreflang="${other}"
              >${say('otherLanguage')}</a
            >
          </div>
        </header>
        <main id="content">${page.body}</main>
        <footer>
          <div class="bottom">
            ${
              office &&
              html`<p>
                ${say('published', { office: office.name })}
                ${office.url && html`<a href="${office.url}">${say('officeSite')}</a>`}
              </p>`
            }
            <p>${say('footer')} <a href="${APP.scope}">${say('app')}</a></p>
          </div>
        </footer>
      </body>
    </html> `
  return String(await document)
}

/** The mark: a post with one yellow band. */
function mark(): Markup {
  return html`<svg class="mark" viewBox="0 0 24 32" width="24" height="32" aria-hidden="true">
    <path class="post" d="M8 6 12 2l4 4v24H8z" />
    <path class="band" d="M8 11h8v6H8z" />
  </svg>`
}
