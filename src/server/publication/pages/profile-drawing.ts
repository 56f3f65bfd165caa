import { measureLine } from '../../../domain/geo/chainage.ts'
import { html, type Markup } from './html.ts'
import type { PageWords } from './page-words.ts'
import type { PublishedEntry } from '../read-published.ts'

const WIDTH = 640
const HEIGHT = 190
const LEFT = 54
const RIGHT = 14
const TOP = 30
const BOTTOM = 30
/** A flat walk must not look like a mountain. */
const LEAST_SPAN_M = 60

/** Altitude along the way, with the numbered places on it; nothing when the line has no altitudes. */
export function profileDrawing(entry: PublishedEntry, words: PageWords): Markup | null {
  const { trail, heritage } = entry
  const { minEleM, maxEleM, lengthM } = trail.properties
  if (minEleM === undefined || maxEleM === undefined) return null
  const line = trail.geometry.coordinates
  const { path } = measureLine(line)
  const heights = line.map((position) => position[2]!)
  const low = Math.floor(Math.min(...heights) / 10) * 10
  const high = Math.max(Math.ceil(Math.max(...heights) / 10) * 10, low + LEAST_SPAN_M)
  const x = (m: number) => round(LEFT + (m / path.lengthM) * (WIDTH - LEFT - RIGHT))
  const y = (ele: number) =>
    round(HEIGHT - BOTTOM - ((ele - low) / (high - low)) * (HEIGHT - TOP - BOTTOM))
  const step = Math.max(1, Math.floor(line.length / 240))
  const spots = line
    .map((_, i) => i)
    .filter((i) => i % step === 0 || i === line.length - 1)
    .map((i) => `${x(path.chainageM[i]!)} ${y(heights[i]!)}`)
  const alt = words.say('profile.alt', {
    min: minEleM,
    max: maxEleM,
    length: words.kmFigure(lengthM),
  })
  const kmStep = lengthM > 9_000 ? 2 : 1
  const ticks = Array.from(
    { length: Math.floor(lengthM / 1000 / kmStep) + 1 },
    (_, i) => i * kmStep,
  )
  return html`<svg class="profile" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${alt}">
    ${[low, (low + high) / 2, high].map((ele) => html`<path class="grid" d="M${LEFT} ${y(ele)}H${WIDTH - RIGHT}" /><text class="ele" x="${LEFT - 6}" y="${y(ele) + 5}">${words.say('facts.m', { value: Math.round(ele) })}</text>`)}
    <path class="relief" d="M${x(0)} ${y(low)}L${spots.join('L')}L${x(path.lengthM)} ${y(low)}Z" />
    <path class="line" d="M${spots.join('L')}" />
    ${ticks.map((km) => html`<text class="km" x="${x(km * 1000)}" y="${HEIGHT - 10}">${km}</text>`)}
    <text class="unit" x="${WIDTH - RIGHT}" y="${HEIGHT - 10}">km</text>
    ${heritage.map(({ properties }, i) => html`<g class="badge heritage"><path class="stem" d="M${x(properties.alongM ?? 0)} 22V${y(low)}" /><circle cx="${x(properties.alongM ?? 0)}" cy="14" r="11" /><text x="${x(properties.alongM ?? 0)}" y="19">${i + 1}</text></g>`)}
  </svg>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
