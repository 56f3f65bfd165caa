import { html } from 'hono/html'
import { PAGES } from '../../../contract/endpoints.ts'
import { DIFFICULTY_TERMS, THEMES, type Term } from '../../../domain/observation/vocabularies.ts'
import type { PublishedCatalogue } from '../published-catalogue.ts'
import type { PublishedEntry } from '../read-published.ts'
import type { Markup } from './markup.ts'
import type { Reader } from './reader.ts'
import type { Choice } from './trail-filters.ts'

interface Option {
  readonly value: string
  readonly text: string
}

/** Only what some published trail has can be chosen. A form by GET: the choice is an address to share. */
export function filterForm(
  { entries, communes: communesOf }: PublishedCatalogue,
  choice: Choice,
  { words, kept }: Reader,
): Markup {
  const { say, language } = words
  const used = (list: readonly Term[], has: (entry: PublishedEntry, id: string) => boolean) =>
    list
      .filter(({ id }) => entries.some((entry) => has(entry, id)))
      .map((term) => ({ value: term.id, text: term[language] }))
  const lengths = ['court', 'moyen', 'long'].map((value) => ({ value, text: say(`home.${value}`) }))
  const communes = communesOf().map(({ code, name }) => ({ value: code, text: name }))
  const difficulties = used(DIFFICULTY_TERMS, ({ trail }, id) => trail.properties.difficulty === id)
  const themes = used(THEMES, ({ trail }, id) => !!trail.properties.themes?.includes(id))
  const select = (name: keyof Choice, title: string, options: readonly Option[]) =>
    options.length > 0 &&
    html`<label
      >${say(`home.${title}`)}<select name="${name}">
        <option value="">${say('home.any')}</option>
        ${options.map(({ value, text }) => html`<option value="${value}" ${value === choice[name] && html` selected`}>${text}</option>`)}
      </select></label
    >`
  return html`<form
    class="filters"
    method="get"
    action="${PAGES.home}"
    role="search"
    aria-label="${say('home.filters')}"
  >
    ${Object.entries(kept).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <label class="words"
      >${say('home.words')}<input type="search" name="q" maxlength="100" value="${choice.q ?? ''}"
    /></label>
    ${select('longueur', 'length', lengths)} ${select('commune', 'commune', communes)}
    ${select('difficulte', 'difficulty', difficulties)} ${select('theme', 'theme', themes)}
    <button type="submit">${say('home.show')}</button>
  </form>`
}
