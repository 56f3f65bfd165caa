import { CATALOGUE, PAGES } from '../../../contract/endpoints.ts'
import { DIFFICULTY_TERMS, THEMES, type Term } from '../../../domain/observation/vocabularies.ts'
import { html, type Markup } from './html.ts'
import { territoryMap, thumbnail } from './maps.ts'
import { pageLayout } from './page-layout.ts'
import type { PageWords } from './page-words.ts'
import type { PublishedEntry, PublishedTerritory } from '../read-published.ts'
import { statusChip } from './status-chip.ts'
import { communesOf, isChosen, type Choice } from './trail-filters.ts'

/** The catalogue: every published trail, a form to choose, and where the open data is. */
export function homePage(
  all: readonly PublishedTerritory[],
  choice: Choice,
  words: PageWords,
  asked: string | undefined,
): string {
  const { say } = words
  const entries = all.flatMap((one) => [...one.entries])
  const shown = entries.filter((entry) => isChosen(entry, choice))
  const territories = all.map(({ territory }) => territory)
  const body = html`<section class="intro">
      <h1>${say('home.title')}</h1>
      <p class="lead">${say('home.lead')}</p>
    </section>
    ${
      entries.length === 0
        ? html`<p class="empty">${say('home.empty')}</p>`
        : html` ${filterForm(entries, choice, words, asked)}
            <div class="columns">
              <section class="results" aria-label="${say('home.title')}">
                <p class="count" role="status">
                  ${shown.length > 0 ? say('home.count', { count: shown.length }) : say('home.none')}${Object.keys(choice).length > 0 && html` <a href="${PAGES.home}${asked && `?lang=${words.language}`}">${say('home.reset')}</a>`}
                </p>
                <ol class="cards">
                  ${shown.map((entry, i) => card(entry, i + 1, words, asked))}
                </ol>
              </section>
              ${all.map(({ territory }) => {
                const here = shown.filter((entry) => entry.territory === territory)
                return (
                  here.length > 0 &&
                  html`<section class="where">
                    <h2>${say('home.map')}</h2>
                    ${territoryMap(territory, here, words)}
                  </section>`
                )
              })}
            </div>`
    }
    ${dataSection(all, words)}`
  return pageLayout(
    {
      title: say('home.title'),
      description: say('home.lead'),
      path: PAGES.home,
      body,
      territories,
    },
    words,
    asked,
  )
}

function card(
  entry: PublishedEntry,
  number: number,
  words: PageWords,
  asked: string | undefined,
): Markup {
  const { say, km, duration, label } = words
  const { trail, reports } = entry
  const { name, slug, lengthM, walkingS, ascentM, difficulty, communes } = trail.properties
  const href = PAGES.trail(slug) + (asked ? `?lang=${words.language}` : '')
  return html`<li class="card">
    ${thumbnail(trail.geometry.coordinates)}
    <div>
      <h2>
        <span class="number" aria-hidden="true">${number}</span> <a href="${href}">${name}</a>
      </h2>
      <p class="figures">
        ${km(lengthM)} ·
        ${duration(walkingS)}${ascentM !== undefined && ` · ↗ ${say('facts.m', { value: ascentM })}`}${difficulty && ` · ${label(DIFFICULTY_TERMS, difficulty)}`}
      </p>
      ${communes && html`<p class="communes">${communes.map((one) => one.name).join(', ')}</p>`}
      ${statusChip(entry, words)}
      ${
        reports.length > 0 &&
        html`<p class="status note">
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M8 2 15 14H1z" /></svg
          >${say('status.reports', { count: reports.length })}
        </p>`
      }
    </div>
  </li>`
}

function filterForm(
  entries: readonly PublishedEntry[],
  choice: Choice,
  words: PageWords,
  asked: string | undefined,
): Markup {
  const { say, language } = words
  const used = (list: readonly Term[], has: (entry: PublishedEntry, id: string) => boolean) =>
    list
      .filter(({ id }) => entries.some((entry) => has(entry, id)))
      .map((term) => ({ value: term.id, text: term[language] }))
  const lengths = [
    { value: 'court', text: say('home.short') },
    { value: 'moyen', text: say('home.medium') },
    { value: 'long', text: say('home.long') },
  ]
  const communes = communesOf(entries).map(({ code, name }) => ({ value: code, text: name }))
  const difficulties = used(DIFFICULTY_TERMS, ({ trail }, id) => trail.properties.difficulty === id)
  const themes = used(THEMES, ({ trail }, id) => !!trail.properties.themes?.includes(id))
  return html`<form
    class="filters"
    method="get"
    action="${PAGES.home}"
    aria-label="${say('home.filters')}"
  >
    ${asked && html`<input type="hidden" name="lang" value="${language}" />`}
    ${select('longueur', say('home.length'), say('home.anyLength'), lengths, choice.longueur)}
    ${select('commune', say('home.commune'), say('home.anyCommune'), communes, choice.commune)}
    ${select('difficulte', say('home.difficulty'), say('home.anyDifficulty'), difficulties, choice.difficulte)}
    ${select('theme', say('home.theme'), say('home.anyTheme'), themes, choice.theme)}
    <button type="submit">${say('home.show')}</button>
  </form>`
}

function select(
  name: string,
  title: string,
  any: string,
  options: readonly { readonly value: string; readonly text: string }[],
  chosen: string | undefined,
): Markup {
  return html`<label
    >${title}<select name="${name}">
      <option value="">${any}</option>
      ${options.map(({ value, text }) => html`<option value="${value}" ${value === chosen && html` selected`}>${text}</option>`)}
    </select></label
  >`
}

function dataSection(all: readonly PublishedTerritory[], { say }: PageWords): Markup {
  const licence = all[0]?.territory.licence
  return html`<section class="data">
    <h2>${say('home.data')}</h2>
    ${licence && html`<p>${say('home.dataLead', { licence: licence.name })}</p>`}
    <ul>
      <li><a href="${CATALOGUE.trails}">${say('home.trailsFile')}</a></li>
      <li><a href="${CATALOGUE.heritage}">${say('home.heritageFile')}</a></li>
      <li><a href="${CATALOGUE.reports}">${say('home.reportsFile')}</a></li>
    </ul>
  </section>`
}
