import { html } from 'hono/html'
import type { Position } from 'geojson'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import { distanceM } from '../../../domain/geo/plane.ts'
import type { PublishedEntry } from '../read-published.ts'
import { arrowsOn, pathOn, sheetFor, spreadSpots, type Sheet, type Spot } from './drawn-line.ts'
import { badge, compass, leaders, SYMBOLS_APART, placeLabel } from './map-symbols.ts'
import type { Markup } from './markup.ts'
import type { PageWords } from './page-words.ts'

/** From here on, a trail ends somewhere else than it starts. */
const SAME_PLACE_M = 100

/** A small drawing of a line, for lists. Says nothing that the list does not. */
export function thumbnail(line: readonly Position[]): Markup {
  const sheet = sheetFor(line, { width: 112, margin: 12, tallest: 84 })
  const start = sheet.place(line[0]!)
  return html`<svg
    class="thumbnail"
    viewBox="0 0 ${sheet.width} ${sheet.height}"
    width="112"
    height="${sheet.height}"
    aria-hidden="true"
  >
    <path class="line" d="${pathOn(sheet, line)}" />
    <circle class="start" cx="${start.x}" cy="${start.y}" r="4.5" />
  </svg>`
}

/** Whether a walker ends far from where the walk started. */
export function endsElsewhere(line: readonly Position[]): boolean {
  return distanceM(line[0]!, line.at(-1)!) > SAME_PLACE_M
}

/** The line of a trail with its direction, and the places that the list numbers. */
export function trailMap(entry: PublishedEntry, words: PageWords): Markup {
  const { say } = words
  const { trail, heritage, reports } = entry
  const line = trail.geometry.coordinates
  const places = heritage.map(({ geometry }) => geometry.coordinates)
  const sheet = sheetFor([...line, ...places], { width: 640, margin: 44, tallest: 620 })
  const ends = endsElsewhere(line) ? [line[0]!, line.at(-1)!] : [line[0]!]
  const warned = reports.map(({ geometry }) =>
    geometry.type === 'Point' ? geometry.coordinates : geometry.coordinates[0]!,
  )
  const spots = [...ends, ...places, ...warned].map(sheet.place)
  const marks = spreadSpots(sheet, spots, SYMBOLS_APART)
  const firstReport = ends.length + places.length
  const d = pathOn(sheet, line)
  return html`<svg
    class="map"
    viewBox="0 0 ${sheet.width} ${sheet.height}"
    role="img"
    aria-label="${say('map.alt')}"
  >
    <rect class="ground" width="${sheet.width}" height="${sheet.height}" />
    ${communeNames(entry.territory, sheet)}
    <path class="casing" d="${d}" />
    <path class="line" d="${d}" />
    ${arrowsOn(sheet, line, 80).map(
      ({ x, y, turnDeg }) =>
        html`<g transform="translate(${x} ${y}) rotate(${turnDeg})">
          <path class="arrow" d="M0 -8 7 6 0 3 -7 6z" />
        </g>`,
    )}
    ${leaders(spots, marks)} ${marks.slice(firstReport).map(warning)}
    ${marks.slice(ends.length, firstReport).map((at, i) => badge(at, String(i + 1), 'heritage'))}
    ${ends.length > 1 && badge(marks[1]!, say('map.end'), 'end')}
    ${badge(marks[0]!, say('map.start'), 'start')} ${compass(sheet, words)}
  </svg>`
}

function warning({ x, y }: Spot): Markup {
  return html`<g transform="translate(${x} ${y})">
    <path class="report" d="M0 -14 13 10H-13z" />
    <text class="on-report" x="0" y="2">!</text>
  </g>`
}

/** Names of places give bearings where there is no map underneath. */
function communeNames({ communes }: Territory, sheet: Sheet): Markup[] {
  return communes.flatMap(({ name, centre }) => {
    if (!centre) return []
    const { x, y } = sheet.place(centre)
    const isInside = x > 60 && x < sheet.width - 60 && y > 24 && y < sheet.height - 40
    return isInside ? [placeLabel({ x, y }, name, 0)] : []
  })
}
