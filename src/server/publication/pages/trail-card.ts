import { html } from 'hono/html'
import { PAGES } from '../../../contract/endpoints.ts'
import { DIFFICULTY_TERMS } from '../../../domain/observation/vocabularies.ts'
import type { PublishedEntry } from '../read-published.ts'
import type { Markup } from './markup.ts'
import type { Reader } from './reader.ts'
import { statusChip } from './status-chip.ts'

/** A trail as the list numbers it: the map uses the same number. */
export interface NumberedEntry {
  readonly number: number
  readonly entry: PublishedEntry
}

/** One trail in the list: what it looks like, how far it is, and how sure one can be of it. */
export function trailCard({ number, entry }: NumberedEntry, reader: Reader): Markup {
  const { say, km, duration, label } = reader.words
  const { trail, reports } = entry
  const { name, slug, lengthM, walkingS, ascentM, difficulty, communes } = trail.properties
  const figures = [
    km(lengthM),
    duration(walkingS),
    ascentM !== undefined && say('facts.up', { value: ascentM }),
    difficulty && label(DIFFICULTY_TERMS, difficulty),
  ].filter((one): one is string => !!one)
  return html`<li class="card">
    ${reader.parts.thumbnail(trail.geometry.coordinates)}
    <div>
      <h3>
        <span class="number" aria-hidden="true">${number}</span>
        <a href="${reader.link(PAGES.trail(slug))}" lang="fr">${name}</a>
      </h3>
      <p class="figures">${figures.map((one) => html`<span>${one}</span> `)}</p>
      ${communes && communes.length > 0 && html`<p class="communes">${someNames(communes, reader)}</p>`}
      ${statusChip(entry, reader.words)}
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

const MOST_COMMUNES = 4

/** The first communes; of a long way, how many more there are. */
function someNames(communes: readonly { readonly name: string }[], { words }: Reader): string {
  const first = communes.slice(0, MOST_COMMUNES).map(({ name }) => name)
  const more = communes.length - first.length
  return first.join(', ') + (more > 0 ? ` ${words.say('home.moreCommunes', { count: more })}` : '')
}
