import { html } from 'hono/html'
import { APP, CATALOGUE, PAGES } from '../../../contract/endpoints.ts'
import { RANDONNEE_PATH } from '../randonnee-path.ts'
import type { PublishedCatalogue } from '../published-catalogue.ts'
import { filterForm } from './filter-form.ts'
import type { Markup } from './markup.ts'
import { listPage, pageHead, pageLinks, queryOf, type ListPage } from './list-page.ts'
import { pageLayout } from './page-layout.ts'
import { addressOf, type Reader } from './reader.ts'
import { territoryMap } from './territory-map.ts'
import { trailCard } from './trail-card.ts'
import { isChosen, type Choice } from './trail-filters.ts'

/** What somebody asks the catalogue for. */
export interface HomeQuestion {
  readonly choice: Choice
  readonly page: number
  readonly reader: Reader
  readonly baseUrl: string
}

/** More names than this are only counted. */
const MOST_TESTING = 60

/** The catalogue: the published trails by name, page by page, a form to choose, and where the open data is. */
export function homePage(
  all: PublishedCatalogue,
  { choice, page: asked, reader, baseUrl }: HomeQuestion,
  everywhere: PublishedCatalogue,
): Promise<string> {
  const { say, language } = reader.words
  const { entries } = all
  const hasChosen = Object.keys(choice).length > 0
  const chosen = hasChosen
    ? entries.filter((entry) => isChosen(entry, choice, reader.parts.searchText))
    : entries
  const list = listPage(chosen, asked)
  const territories = all.territories.map(({ territory }) => territory)
  const [only, ...others] = territories
  const place = only && others.length === 0 ? (only.name[language] ?? only.name.fr) : undefined
  const title = place === undefined ? say('home.title') : say('home.titleOf', { place })
  const body = html`<section class="intro">
      <h1>${place ?? say('home.title')}</h1>
      <p class="lead">${say('home.lead')}</p>
      ${everywhere.territories.length > 1 && territoryChoice(everywhere, all, reader)}
    </section>
    ${entries.length === 0 ? emptyCatalogue(reader) : catalogue(all, list, choice, reader)}
    ${testingSection(all, reader)} ${dataSection(all, reader)}`
  const { number, last } = list
  const query = { ...queryOf(choice, number), ...reader.kept }
  const page = {
    title: number > 1 ? `${title}, ${say('home.page', { number, last })}` : title,
    ...{ description: say('home.lead'), path: PAGES.home, query },
    head: pageHead(list, choice, reader, baseUrl),
  }
  return pageLayout({ ...page, body, territories }, reader)
}

function catalogue(
  all: PublishedCatalogue,
  list: ListPage,
  choice: Choice,
  reader: Reader,
): Markup {
  const { say } = reader.words
  const { shown, count } = list
  const hasChosen = Object.keys(choice).length > 0
  return html` ${filterForm(all, choice, reader)}
    <div class="columns">
      <section class="results" aria-labelledby="list-title">
        <h2 id="list-title" class="count">
          ${count > 0 ? say('home.count', { count }) : say('home.none')}
        </h2>
        ${hasChosen && html`<p><a href="${reader.link(PAGES.home)}">${say('home.reset')}</a></p>`}
        <ol class="cards">
          ${shown.map((one) => trailCard(one, reader))}
        </ol>
        ${pageLinks(list, choice, reader)}
      </section>
      <div class="where">
        ${all.territories.map(({ territory }) => {
          const here = shown.filter(({ entry }) => entry.territory === territory)
          return (
            here.length > 0 &&
            html`<section>
              <h2>${say('home.map')}</h2>
              ${territoryMap(territory, here, reader)}
            </section>`
          )
        })}
      </div>
    </div>`
}

/** Nothing published yet is no dead end: it says what happens, and how to take part. */
function emptyCatalogue({ words: { say } }: Reader): Markup {
  return html`<section class="empty">
    <h2>${say('home.empty.title')}</h2>
    <p>${say('home.empty.text')}</p>
    <p><a class="button first" href="${APP.scope}">${say('home.testing.join')}</a></p>
  </section>`
}

/** Only the names: what is not published is not described. */
function testingSection({ territories }: PublishedCatalogue, { words }: Reader): Markup | false {
  const { say } = words
  const names = territories.flatMap(({ testing }) => testing)
  const more = names.length - MOST_TESTING
  return (
    names.length > 0 &&
    html`<section class="testing">
      <h2>${say('home.testing.title')}</h2>
      <p>${say('home.testing.text')}</p>
      <ul lang="fr">
        ${names.slice(0, MOST_TESTING).map((name) => html`<li>${name}</li>`)}
      </ul>
      ${more > 0 && html`<p>${say('home.testing.more', { count: more })}</p>`}
      <p><a class="button" href="${APP.scope}">${say('home.testing.join')}</a></p>
    </section>`
  )
}

function territoryChoice(
  { territories: everywhere }: PublishedCatalogue,
  { territories: chosen }: PublishedCatalogue,
  { words, kept }: Reader,
): Markup {
  const { say, language } = words
  const isAll = chosen.length > 1
  const rest: Record<string, string> = kept['lang'] ? { lang: kept['lang'] } : {}
  const link = (query: Record<string, string>, text: string, isHere: boolean) =>
    html`<li>
      <a
        href="${addressOf(PAGES.home, { ...rest, ...query })}"
        ${isHere && html`aria-current="true"`}
        >${text}</a
      >
    </li>`
  return html`<nav class="territories" aria-label="${say('home.territories')}">
    <ul>
      ${link({}, say('home.allTerritories'), isAll)}
      ${everywhere.map(({ territory }) =>
        link(
          { territory: territory.id },
          territory.name[language] ?? territory.name.fr,
          !isAll && chosen[0]?.territory === territory,
        ),
      )}
    </ul>
  </nav>`
}

function dataSection({ territories }: PublishedCatalogue, { words, kept }: Reader): Markup {
  const { say } = words
  const licence = territories[0]?.territory.licence
  const scope: Record<string, string> = kept['territory'] ? { territory: kept['territory'] } : {}
  const file = (path: string, key: string) =>
    html`<li><a href="${addressOf(path, scope)}">${say(`home.${key}`)}</a></li>`
  return html`<section class="data">
    <h2>${say('home.data')}</h2>
    ${
      licence &&
      html`<p>
        ${say('home.dataLead')} <a href="${licence.url}" rel="license">${licence.name}</a>.
      </p>`
    }
    <ul>
      ${file(CATALOGUE.trails, 'trailsFile')} ${file(CATALOGUE.heritage, 'heritageFile')}
      ${file(CATALOGUE.reports, 'reportsFile')} ${file(RANDONNEE_PATH, 'randonneeFile')}
    </ul>
  </section>`
}
