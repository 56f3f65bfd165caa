import { html, raw } from 'hono/html'
import { APP, CATALOGUE, PAGES } from '../../../contract/endpoints.ts'
import type { PublishedEntry } from '../read-published.ts'
import { jsonForScript, type Markup } from './markup.ts'
import { heritageList, placeName } from './heritage-list.ts'
import { trailJsonLd } from './json-ld.ts'
import { pageLayout, SCRIPT_PATH } from './page-layout.ts'
import type { PageWords } from './page-words.ts'
import { profileDrawing } from './profile-drawing.ts'
import type { Reader } from './reader.ts'
import { statusChip } from './status-chip.ts'
import { endsElsewhere, trailMap } from './trail-map.ts'
import { factList, rightsNote, testedNote, todayNote } from './trail-sections.ts'

export interface TrailPageContext {
  readonly reader: Reader
  readonly baseUrl: string
  /** A QR code of an address, as SVG. */
  readonly qrOf: (address: string) => string
}

/** One trail for the people who will walk it: what to do first, then what to know, then what there is to see. */
export function trailPage(entry: PublishedEntry, context: TrailPageContext): Promise<string> {
  const { reader, baseUrl } = context
  const { words } = reader
  const { say } = words
  const { name, slug, shortPresentation } = entry.trail.properties
  const profile = profileDrawing(entry, words)
  const url = baseUrl + PAGES.trail(slug)
  const body = html`<nav class="crumb" aria-label="${say('crumb')}">
      <a href="${reader.link(PAGES.home)}">← ${say('crumb')}</a>
    </nav>
    <article class="trail">
      <header class="title">
        <div>
          <h1 lang="fr">${name}</h1>
          ${shortPresentation && html`<p class="lead" lang="fr">${shortPresentation}</p>`}
          ${words.language !== 'fr' && html`<p class="french-only">${say('frenchOnly')}</p>`}
          ${statusChip(entry, words)}
        </div>
        <div class="qr">
          ${raw(context.qrOf(url))}
          <p>${say('scan')}<br />${url}</p>
        </div>
      </header>
      ${actions(entry, words)}
      <div class="columns">
        <div class="brief">${todayNote(entry, words)} ${factList(entry, words)}</div>
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
        <div class="proof">${testedNote(entry, words)} ${rightsNote(entry, words, url)}</div>
      </div>
    </article>`
  const jsonLd = trailJsonLd(entry, (point) => placeName(point, words), words, baseUrl)
  const head = html`<link rel="canonical" href="${url}" />
    <link rel="alternate" type="application/gpx+xml" href="${CATALOGUE.gpx(slug)}" />
    <script type="application/ld+json">
      ${jsonForScript(jsonLd)}
    </script>
    <script src="${SCRIPT_PATH}" defer></script>`
  const page = { title: name, description: shortPresentation ?? name, path: PAGES.trail(slug) }
  const query: Record<string, string> = reader.kept['territory']
    ? { territory: reader.kept['territory'] }
    : {}
  return pageLayout({ ...page, query, body, head, territories: [entry.territory] }, reader)
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
  const hasEnd = endsElsewhere(trail.geometry.coordinates)
  return html`<p class="legend">
    <span><b class="dot start">${say('map.start')}</b> ${say('map.legendStart')}</span
    >${hasEnd && html`<span><b class="dot end">${say('map.end')}</b> ${say('map.legendEnd')}</span>`}${heritage.length > 0 && html`<span><b class="dot heritage">1</b> ${say('map.legendHeritage')}</span>`}${reports.length > 0 && html`<span><b class="triangle" aria-hidden="true"></b> ${say('map.legendReport')}</span>`}
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
