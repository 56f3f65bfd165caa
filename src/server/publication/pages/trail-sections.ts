import { html } from 'hono/html'
import { CATALOGUE } from '../../../contract/endpoints.ts'
import {
  DIFFICULTY_TERMS,
  MAGNITUDE_TERMS,
  MARKINGS,
  REPORT_CATEGORIES,
  ROUTE_TYPE_TERMS,
  termOf,
  THEMES,
} from '../../../domain/observation/vocabularies.ts'
import { firstPassages } from '../../../domain/publication/walking-order.ts'
import type { PublishedReport } from '../../../domain/publication/published-points.ts'
import type {
  PublishedTrail,
  PublishedWaiver,
} from '../../../domain/publication/published-trail.ts'
import type { Markup } from './markup.ts'
import type { PageWords } from './page-words.ts'
import type { PublishedEntry } from '../read-published.ts'

/** The figures and facts of a trail, as a list of terms. */
export function factList({ trail }: PublishedEntry, words: PageWords): Markup {
  const { say, km, duration, label } = words
  const p = trail.properties
  const climb = (value: number | undefined) =>
    value !== undefined && say('facts.climb', { value, uncertainty: p.climbUncertaintyM ?? 0 })
  const facts: [string, string | Markup | false | undefined][] = [
    ['length', km(p.lengthM)],
    ['time', duration(p.walkingS)],
    ['ascent', climb(p.ascentM)],
    ['descent', climb(p.descentM)],
    [
      'altitude',
      p.minEleM !== undefined && say('facts.range', { min: p.minEleM, max: p.maxEleM ?? 0 }),
    ],
    ['difficulty', p.difficulty && label(DIFFICULTY_TERMS, p.difficulty)],
    ['type', p.routeType && label(ROUTE_TYPE_TERMS, p.routeType)],
    ['marking', p.marking && label(MARKINGS, p.marking)],
    ['departure', departure(trail, p.departure, words)],
    ['arrival', p.arrival],
    ['communes', p.communes?.map(({ name }) => name).join(', ')],
  ]
  const themes = p.themes?.map((theme) => label(THEMES, theme)) ?? []
  return html`<section class="facts">
    <h2>${say('facts.title')}</h2>
    <dl>
      ${facts.map(
        ([key, value]) =>
          value &&
          html`<div>
            <dt>${say(`facts.${key}`)}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${
      themes.length > 0 &&
      html`<ul class="themes" aria-label="${say('text.themes')}">
        ${themes.map((theme) => html`<li>${theme}</li>`)}
      </ul>`
    }
    <p class="how">
      ${say('facts.how.length')} ${say(`facts.how.${p.walkingMethod}`)}
      ${say(`facts.how.${howOfClimb(p)}`)}
    </p>
  </section>`
}

function howOfClimb({ ascentM, climbMethod }: PublishedTrail['properties']): string {
  if (ascentM === undefined) return 'noClimb'
  return climbMethod === 'terrain-turning-points' ? 'climbOnTerrain' : 'climb'
}

/** The place of departure, and its coordinates for whatever finds the way there. */
function departure(
  { geometry }: PublishedTrail,
  name: string | undefined,
  { language }: PageWords,
): Markup {
  const [lon, lat] = geometry.coordinates[0]!
  const figure = new Intl.NumberFormat(language, { maximumFractionDigits: 5 })
  const place = [lat!, lon!].map((deg) => figure.format(deg)).join(' ; ')
  return html`${name && html`<span lang="fr">${name}</span><br />`}<a
      class="place-link"
      href="geo:${lat},${lon}"
      >${place}</a
    >`
}

/** Closures and reports: what a walker must know before leaving. */
export function todayNote(entry: PublishedEntry, words: PageWords): Markup {
  const { say, day } = words
  const { status, reports, trail, territory } = entry
  const line = trail.geometry.coordinates
  const passages = firstPassages(line, reports.map(placeOf))
  const closure =
    status.id === 'closed' &&
    html`<p class="closure">
      <strong
        >${status.because.until ? say('today.closedUntil', { date: day(status.because.until, territory) }) : say('today.closed')}</strong
      >
      <span lang="fr">${status.because.reason}</span>
    </p>`
  const isQuiet = !closure && reports.length === 0
  return html`<section class="today ${isQuiet ? 'quiet' : 'alert'}">
    <h2>${say('today.title')}</h2>
    ${closure} ${isQuiet && html`<p>${say('today.clear')}</p>`}
    ${
      reports.length > 0 &&
      html`<ul>
        ${reports.map((report, i) => reportItem(report, passages[i] ?? 0, words))}
      </ul>`
    }
    <p class="emergency">${say('today.emergency')}</p>
  </section>`
}

function reportItem({ properties }: PublishedReport, alongM: number, words: PageWords): Markup {
  const { say, label, kmFigure, language } = words
  const category = termOf(REPORT_CATEGORIES, properties.category)
  const subtype = category?.subtypes.find(({ id }) => id === properties.subtype)
  const what = subtype?.[language] ?? label(REPORT_CATEGORIES, properties.category)
  const magnitude = MAGNITUDE_TERMS.find(({ value }) => value === properties.magnitude)
  return html`<li>
    <strong>${what}</strong>,
    ${say('today.at', { km: kmFigure(alongM) })}${magnitude && ` · ${magnitude[language]}`}${properties.text && html`<br /><span lang="fr">${properties.text}</span>`}
  </li>`
}

function placeOf({ geometry }: PublishedReport): number[] {
  return geometry.type === 'Point' ? geometry.coordinates : geometry.coordinates[0]!
}

/** What the office published in spite of, and why: said first, so that nobody takes it for tested whole. */
function waiverNotes(waivers: readonly PublishedWaiver[], { say, share }: PageWords): Markup[] {
  return waivers.map(
    ({ item, share: walked = 0, reason }) =>
      html`<p class="waived">
        <strong>${say(`waived.${item}`, { share: share(walked) })}</strong>
        <span lang="fr">${reason}</span>
      </p>`,
  )
}

/** How it was tested, what the number on this page means, and where the versions before it are. */
export function testedNote(entry: PublishedEntry, words: PageWords): Markup {
  const { say, day } = words
  const { tested, trail, territory, publishedOn, before } = entry
  const { tests, testedOn } = tested
  const { slug, version } = trail.properties
  return html`<section class="tested">
    <h2>${say('tested.title')}</h2>
    ${waiverNotes(trail.properties.waivers ?? [], words)}
    ${tests > 0 && html`<p>${say('tested.walks', { count: tests })}</p>`}
    ${testedOn && html`<p>${say('tested.last', { date: day(testedOn, territory) })}</p>`}
    <p>${say('tested.version', { number: version, date: day(publishedOn, territory) })}</p>
    ${
      before.length > 0 &&
      html`<p>
        ${say('tested.before')}
        ${before.map((number) => html`<a href="${CATALOGUE.publication(slug, number)}">${say('tested.number', { number })}</a> `)}
      </p>`
    }
  </section>`
}

/** Whose it is, how to name it, and the same thing as data. */
export function rightsNote(entry: PublishedEntry, { say, day }: PageWords, url: string): Markup {
  const { trail, territory, publishedOn } = entry
  const { name, source, producer, licence, licenceUrl, slug, version } = trail.properties
  const from = source ?? producer ?? territory.office.name
  const cited = {
    name,
    number: version,
    office: territory.office.name,
    date: day(publishedOn, territory),
    url,
  }
  return html`<section class="rights">
    <h2>${say('rights.title')}</h2>
    <p>
      ${say('rights.sentence', { source: from })}
      <a href="${licenceUrl}" rel="license">${licence}</a>.
    </p>
    <p class="cite">${say('rights.cite', cited)}</p>
    <p><a href="${CATALOGUE.publication(slug, version)}">${say('rights.open')}</a></p>
  </section>`
}
