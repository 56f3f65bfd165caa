import { html } from 'hono/html'
import {
  ACCESS,
  CONDITIONS,
  HERITAGE_KINDS,
  MATERIALS,
  PROTECTION,
} from '../../../domain/observation/vocabularies.ts'
import type {
  PublishedHeritage,
  PublishedPhoto,
} from '../../../domain/publication/published-points.ts'
import type { PublishedEntry } from '../read-published.ts'
import type { Markup } from './markup.ts'
import type { PageWords } from './page-words.ts'

const MOST_PHOTOS = 4

/** What a place is called: its own name, else what it is. */
export function placeName({ properties }: PublishedHeritage, { label }: PageWords): string {
  return properties.name ?? label(HERITAGE_KINDS, properties.heritageKind)
}

/** The places in walking order, numbered as on the map. */
export function heritageList({ heritage }: PublishedEntry, words: PageWords): Markup {
  const { say } = words
  return html`<section class="heritage">
    <h2>${say('heritage.title')}</h2>
    ${
      heritage.length === 0
        ? html`<p>${say('heritage.none')}</p>`
        : html`<ol>
            ${heritage.map((point, i) => heritageItem(point, i + 1, words))}
          </ol>`
    }
  </section>`
}

function heritageItem(point: PublishedHeritage, number: number, words: PageWords): Markup {
  const { say, label, kmFigure } = words
  const {
    name,
    heritageKind,
    condition,
    access,
    protection,
    materials,
    period,
    text,
    photos,
    redacted,
  } = point.properties
  const details = [
    say('heritage.km', { km: kmFigure(point.properties.alongM ?? 0) }),
    name && label(HERITAGE_KINDS, heritageKind),
    condition && label(CONDITIONS, condition),
    access && label(ACCESS, access),
    protection && label(PROTECTION, protection),
    materials?.map((material) => label(MATERIALS, material)).join(', '),
    period,
  ]
  const called = placeName(point, words)
  const [first, ...others] = photos
  return html`<li>
    ${first && picture(first, called, words, { width: 240, height: 180 })}
    <div>
      <h3>
        <b class="dot heritage">${number}</b>
        ${name ? html`<span lang="fr">${name}</span>` : called}
      </h3>
      <p class="details">${details.filter((one) => !!one).join(' · ')}</p>
      ${text && html`<p lang="fr">${text}</p>`}
      ${redacted && html`<p class="details">${say('heritage.redacted')}</p>`}
      ${
        others.length > 0 &&
        html`<p class="more-photos">
          ${others.slice(0, MOST_PHOTOS - 1).map((one) => picture(one, called, words, { width: 96, height: 72 }))}
        </p>`
      }
    </div>
  </li>`
}

/** A photo that leads to its large copy. */
function picture(
  { href, alt }: PublishedPhoto,
  called: string,
  { say }: PageWords,
  { width, height }: { width: number; height: number },
): Markup {
  return html`<a class="picture" href="${href}"
    ><img
      src="${href}?size=small"
      width="${width}"
      height="${height}"
      loading="lazy"
      alt="${alt ?? say('heritage.photo', { name: called })}"
  /></a>`
}
