import { html } from 'hono/html'
import { scaleBar, type Sheet, type Spot } from './drawn-line.ts'
import type { Markup } from './markup.ts'
import type { PageWords } from './page-words.ts'

/** How far apart the middles of two marks must be, units of the sheet. */
export const SYMBOLS_APART = 30
const RADIUS = 14

/** Thin lines from places to the marks that had to move away from them; drawn under all marks. */
export function leaders(places: readonly Spot[], marks: readonly Spot[]): Markup[] {
  return places.flatMap((place, i) => {
    const at = marks[i]!
    if (at.x === place.x && at.y === place.y) return []
    return html`<path class="leader" d="M${place.x} ${place.y}L${at.x} ${at.y}" /><circle
        class="foot"
        cx="${place.x}"
        cy="${place.y}"
        r="4"
      />`
  })
}

/** A round mark with a number or a letter. */
export function badge({ x, y }: Spot, text: string, kind: string): Markup {
  return html`<g class="badge ${kind}">
    <circle cx="${x}" cy="${y}" r="${RADIUS}" />
    <text x="${x}" y="${y}">${text}</text>
  </g>`
}

/** The name of a place, under it. */
export function placeLabel({ x, y }: Spot, text: string, below: number): Markup {
  return html`<text class="place" x="${x}" y="${y + below}">${text}</text>`
}

/** Where north is, and how long a walk is. */
export function compass(sheet: Sheet, { say, kmFigure }: PageWords): Markup {
  const bar = scaleBar(sheet, 120)
  const text =
    bar.lengthM < 1_000
      ? say('facts.m', { value: bar.lengthM })
      : say('facts.km', { value: kmFigure(bar.lengthM).replace(/[.,]0$/, '') })
  const y = sheet.height - 16
  const x = sheet.width - 26
  return html`<g class="compass" aria-hidden="true">
    <path d="M16 ${y - 6}v6h${bar.units}v-6" />
    <text class="scale" x="${24 + bar.units}" y="${y - 2}">${text}</text>
    <path class="needle" d="M${x} 14l7 20-7-4-7 4z" />
    <text class="north" x="${x}" y="46">${say('map.north')}</text>
  </g>`
}
