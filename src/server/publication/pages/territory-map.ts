import { html } from 'hono/html'
import type { Position } from 'geojson'
import { PAGES } from '../../../contract/endpoints.ts'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import { simplifyLine } from '../../../domain/geo/simplify.ts'
import { pathOn, sheetFor, spreadSpots } from './drawn-line.ts'
import { badge, compass, leaders, SYMBOLS_APART, placeLabel } from './map-symbols.ts'
import type { Markup } from './markup.ts'
import type { Reader } from './reader.ts'
import type { NumberedEntry } from './trail-card.ts'

/** More numbers than this on one sheet hide each other: then the lines alone are drawn. */
const MOST_BADGES = 60
const MOST_NAMES = 24

/** The outline of a territory, its trails with the numbers of the list, and the places they start from. */
export function territoryMap(
  territory: Territory,
  numbered: readonly NumberedEntry[],
  reader: Reader,
): Markup {
  const { words, parts } = reader
  const rings = outlineOf(territory)
  const lines = numbered.map(({ entry }) => parts.coarseLine(entry.trail.geometry.coordinates))
  const sheet = sheetFor([...rings.flat(), ...lines.flat()], {
    width: 640,
    margin: 16,
    tallest: 560,
  })
  const starts = lines.map((line) => sheet.place(line[0]!))
  const marks = spreadSpots(sheet, starts, SYMBOLS_APART)
  const hasBadges = numbered.length <= MOST_BADGES
  return html`<svg
    class="map territory"
    viewBox="0 0 ${sheet.width} ${sheet.height}"
    role="group"
    aria-label="${words.say('home.mapAlt')}"
  >
    ${rings.map((ring) => html`<path class="area" d="${pathOn(sheet, ring)}Z" />`)}
    ${lines.map((line) => html`<path class="line" d="${pathOn(sheet, line)}" />`)}
    ${townsOf(territory, numbered).map(({ name, centre }) => placeLabel(sheet.place(centre), name, 30))}
    ${hasBadges && leaders(starts, marks)}
    ${
      hasBadges &&
      numbered.map(({ number, entry: { trail } }, i) => {
        const { name, slug } = trail.properties
        return html`<a href="${reader.link(PAGES.trail(slug))}" aria-label="${name}"
          >${badge(marks[i]!, String(number), 'start')}</a
        >`
      })
    }
    ${compass(sheet, words)}
  </svg>`
}

/** Finer than the pen on the sheet of any territory. */
const COARSE_M = 20

/** A line without what no map of a territory can show. */
export function coarseLine(line: readonly Position[]): readonly Position[] {
  return simplifyLine(line, COARSE_M)
}

/** The communes that the most trails start from: their names give bearings. */
function townsOf(
  { communes }: Territory,
  numbered: readonly NumberedEntry[],
): { name: string; centre: Position }[] {
  const counts = new Map<string, number>()
  for (const { entry } of numbered) {
    const code = entry.trail.properties.communes?.[0]?.code
    if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return communes
    .flatMap(({ code, name, centre }) =>
      centre && counts.has(code) ? [{ code, name, centre }] : [],
    )
    .sort((a, b) => counts.get(b.code)! - counts.get(a.code)!)
    .slice(0, MOST_NAMES)
}

function outlineOf({ outline }: Territory): Position[][] {
  const polygons = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates
  return polygons.flatMap(([ring]) => (ring ? [ring] : []))
}
