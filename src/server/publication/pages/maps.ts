import type { Position } from 'geojson'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import { distanceM } from '../../../domain/geo/plane.ts'
import { arrowsOn, pathOn, scaleBar, sheetFor, type Sheet } from './drawn-line.ts'
import { html, type Markup } from './html.ts'
import type { PageWords } from './page-words.ts'
import type { PublishedEntry } from '../read-published.ts'

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

/** The line of a trail with its direction, and the places that the list numbers. */
export function trailMap(entry: PublishedEntry, words: PageWords): Markup {
  const { say } = words
  const { trail, heritage, reports } = entry
  const line = trail.geometry.coordinates
  const places = heritage.map(({ geometry }) => geometry.coordinates)
  const sheet = sheetFor([...line, ...places], { width: 640, margin: 44, tallest: 620 })
  const start = sheet.place(line[0]!)
  const end = sheet.place(line.at(-1)!)
  const isOpen = distanceM(line[0]!, line.at(-1)!) > 100
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
    ${arrowsOn(sheet, line, 90).map(({ x, y, turnDeg }) => html`<path class="arrow" d="M0 -6 5 5 0 2.5 -5 5z" transform="translate(${x} ${y}) rotate(${turnDeg})" />`)}
    ${isOpen && badge(end, say('map.end'), 'end')} ${badge(start, say('map.start'), 'start')}
    ${reports.map(({ geometry }) => {
      const spot = sheet.place(
        geometry.type === 'Point' ? geometry.coordinates : geometry.coordinates[0]!,
      )
      return html`<path
          class="report"
          d="M0 -13 12 9H-12z"
          transform="translate(${spot.x} ${spot.y})"
        /><text class="on-report" x="${spot.x}" y="${spot.y + 6}">!</text>`
    })}
    ${places.map((place, i) => badge(sheet.place(place), String(i + 1), 'heritage'))}
    ${compass(sheet, words)}
  </svg>`
}

/** The outline of a territory and where its trails start. */
export function territoryMap(
  territory: Territory,
  entries: readonly PublishedEntry[],
  words: PageWords,
): Markup {
  const rings = outlineOf(territory)
  const sheet = sheetFor(rings.flat(), { width: 640, margin: 16, tallest: 460 })
  const towns = new Map(
    entries.flatMap(({ trail }) => {
      const commune = trail.properties.communes?.[0]
      return commune ? [[commune.code, commune.name] as const] : []
    }),
  )
  return html`<svg
    class="map territory"
    viewBox="0 0 ${sheet.width} ${sheet.height}"
    role="img"
    aria-label="${words.say('home.mapAlt')}"
  >
    ${rings.map((ring) => html`<path class="area" d="${pathOn(sheet, ring)}Z" />`)}
    ${entries.map(({ trail }) => html`<path class="line" d="${pathOn(sheet, trail.geometry.coordinates)}" />`)}
    ${entries.map(({ trail }, i) => badge(sheet.place(trail.geometry.coordinates[0]!), String(i + 1), 'start'))}
    ${territory.communes
      .filter(({ code, centre }) => towns.has(code) && centre)
      .map(({ name, centre }) => label(sheet.place(centre!), name, 26))}
    ${compass(sheet, words)}
  </svg>`
}

function outlineOf({ outline }: Territory): Position[][] {
  const polygons = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates
  return polygons.flatMap(([ring]) => (ring ? [ring] : []))
}

function badge({ x, y }: { x: number; y: number }, text: string, kind: string): Markup {
  return html`<g class="badge ${kind}"
    ><circle cx="${x}" cy="${y}" r="13" /><text x="${x}" y="${y + 5.5}">${text}</text></g
  >`
}

function label({ x, y }: { x: number; y: number }, text: string, below: number): Markup {
  return html`<text class="place" x="${x}" y="${y + below}">${text}</text>`
}

/** Names of places give bearings where there is no map underneath. */
function communeNames({ communes }: Territory, sheet: Sheet): Markup[] {
  return communes.flatMap(({ name, centre }) => {
    if (!centre) return []
    const spot = sheet.place(centre)
    const inside =
      spot.x > 60 && spot.x < sheet.width - 60 && spot.y > 24 && spot.y < sheet.height - 40
    return inside ? [label(spot, name, 0)] : []
  })
}

function compass(sheet: Sheet, { say, kmFigure }: PageWords): Markup {
  const bar = scaleBar(sheet, 120)
  const text =
    bar.lengthM < 1_000
      ? say('facts.m', { value: bar.lengthM })
      : say('facts.km', { value: kmFigure(bar.lengthM).replace(/[.,]0$/, '') })
  const y = sheet.height - 16
  const x = sheet.width - 26
  return html`<g class="compass"
    ><path d="M16 ${y - 6}v6h${bar.units}v-6" /><text
      class="scale"
      x="${22 + bar.units}"
      y="${y + 2}"
      >${text}</text
    ><path class="needle" d="M${x} 14l6 18-6-4-6 4z" /><text class="north" x="${x}" y="48"
      >${say('map.north')}</text
    ></g
  >`
}
