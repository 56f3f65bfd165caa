import { APP, CATALOGUE, PAGES } from '../../../contract/endpoints.ts'
import { HERITAGE_KINDS } from '../../../domain/observation/vocabularies.ts'
import { html, jsonForScript, trusted, type Markup } from './html.ts'
import { trailJsonLd } from './json-ld.ts'
import { trailMap } from './maps.ts'
import { pageLayout, SCRIPT_PATH } from './page-layout.ts'
import type { PageWords } from './page-words.ts'
import { profileDrawing } from './profile-drawing.ts'
import type { PublishedEntry } from '../read-published.ts'
import { statusChip } from './status-chip.ts'
import { factList, heritageList, rightsNote, testedNote, todayNote } from './trail-sections.ts'

export interface TrailPageContext {
  readonly words: PageWords
  readonly asked: string | undefined
  readonly baseUrl: string
  /** A QR code of the page's address, as SVG. */
  readonly qrOf: (address: string) => string
}

/** One trail for the people who will walk it: what to do first, then what to know, then what there is to see. */
export function trailPage(entry: PublishedEntry, context: TrailPageContext): string {
  const { words, asked, baseUrl } = context
  const { say } = words
  const { trail } = entry
  const { name, slug, shortPresentation } = trail.properties
  const profile = profileDrawing(entry, words)
  const body = html`<nav class="crumb" aria-label="${say('crumb')}">
      <a href="${PAGES.home}${asked && `?lang=${words.language}`}">← ${say('crumb')}</a>
    </nav>
    <article class="trail">
      <header class="title">
        <h1 lang="fr">${name}</h1>
        ${shortPresentation && html`<p class="lead" lang="fr">${shortPresentation}</p>`}
        ${words.language !== 'fr' && html`<p class="french-only">${say('frenchOnly')}</p>`}
        ${statusChip(entry, words)}
      </header>
      ${actions(entry, words)}
      <div class="columns">
        <div class="main-column">
          <section>
            <h2>${say('map.title')}</h2>
            ${trailMap(entry, words)}${legend(entry, words)}
          </section>
          ${
            profile &&
            html`<section>
              <h2>${say('profile.title')}</h2>
              ${profile}
            </section>`
          }
          ${texts(entry, words)} ${heritageList(entry, words)}
        </div>
        <aside class="side-column">
          ${todayNote(entry, words)} ${factList(entry, words)} ${testedNote(entry, words)}
          ${rightsNote(entry, words)}
          <div class="qr">
            ${trusted(context.qrOf(baseUrl + PAGES.trail(slug)))}
            <p>${say('scan')}<br />${baseUrl + PAGES.trail(slug)}</p>
          </div>
        </aside>
      </div>
    </article>`
  const jsonLd = trailJsonLd(entry, (point) => placeName(point, words), words, baseUrl)
  const head = html`<link rel="canonical" href="${baseUrl + PAGES.trail(slug)}" />
    <link rel="alternate" type="application/gpx+xml" href="${CATALOGUE.gpx(slug)}" />
    <script type="application/ld+json">
      ${jsonForScript(jsonLd)}
    </script>
    <script src="${SCRIPT_PATH}" defer></script>`
  return pageLayout(
    {
      title: name,
      description: shortPresentation ?? name,
      path: PAGES.trail(slug),
      body,
      head,
      territories: [entry.territory],
    },
    words,
    asked,
  )
}

/** Verbs first. Printing needs a script, and its button is not there without one. */
function actions({ trail }: PublishedEntry, { say }: PageWords): Markup {
  const [lon, lat] = trail.geometry.coordinates[0]!
  const { slug } = trail.properties
  const there = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=16/${lat}/${lon}`
  return html`<nav class="actions" aria-label="${say('actions.title')}">
    <a class="button first" href="${CATALOGUE.gpx(slug)}" download>${say('actions.gpx')}</a>
    <a class="button" href="${APP.trail(trail.id)}">${say('actions.take')}</a>
    <a class="button" href="${there}" rel="noreferrer">${say('actions.go')}</a>
    <button class="button" type="button" data-print hidden>${say('actions.print')}</button>
  </nav>`
}

function legend({ heritage, reports, trail }: PublishedEntry, { say }: PageWords): Markup {
  const isOpen = trail.properties.routeType === 'aller-simple'
  return html`<p class="legend">
    <span><b class="dot start">${say('map.start')}</b> ${say('map.legendStart')}</span
    >${isOpen && html`<span><b class="dot end">${say('map.end')}</b> ${say('map.legendEnd')}</span>`}${heritage.length > 0 && html`<span><b class="dot heritage">1</b> ${say('map.legendHeritage')}</span>`}${reports.length > 0 && html`<span><b class="triangle" aria-hidden="true"></b> ${say('map.legendReport')}</span>`}
  </p>`
}

const TEXTS = ['presentation', 'instructions', 'advice', 'access', 'parking'] as const

function texts({ trail }: PublishedEntry, { say }: PageWords): Markup[] {
  return TEXTS.flatMap((key) => {
    const text = trail.properties[key]
    if (!text) return []
    const paragraphs = text.split(/\n+/).map((one) => html`<p>${one}</p>`)
    return html`<section class="text">
      <h2>${say(`text.${key}`)}</h2>
      <div lang="fr">${paragraphs}</div>
    </section>`
  })
}

/** What a place is called: its own name, else what it is. */
export function placeName(
  { properties }: PublishedEntry['heritage'][number],
  { label }: PageWords,
): string {
  return properties.name ?? label(HERITAGE_KINDS, properties.heritageKind)
}
