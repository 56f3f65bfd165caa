import { html } from 'hono/html'
import type { Position } from 'geojson'
import { measureLine } from '../../../domain/geo/chainage.ts'
import type { PublishedEntry } from '../read-published.ts'
import type { Markup } from './markup.ts'
import type { PageWords } from './page-words.ts'

const WIDTH = 640
const HEIGHT = 210
const LEFT = 58
const RIGHT = 16
const TOP = 50
const BOTTOM = 30
const BADGE_Y = 20
/** A flat walk must not look like a mountain. */
const LEAST_SPAN_M = 60
const COLUMNS = 240
const KM_STEPS = [1, 2, 5, 10, 20, 50, 100]
const MOST_TICKS = 9
/** Numbers closer than this hide each other: the later one keeps its line only. */
const BADGES_APART = 30

/** Altitude along the way, with the numbered places on it; nothing when the line has no altitudes. */
export function profileDrawing(entry: PublishedEntry, words: PageWords): Markup | null {
  const { minEleM, maxEleM, lengthM } = entry.trail.properties
  if (minEleM === undefined || maxEleM === undefined) return null
  const line = entry.trail.geometry.coordinates
  const { path } = measureLine(line)
  const low = Math.floor((minEleM - 1) / 10) * 10
  const high = Math.max(Math.ceil((maxEleM + 1) / 10) * 10, low + LEAST_SPAN_M)
  const x = (m: number) => round(LEFT + (m / path.lengthM) * (WIDTH - LEFT - RIGHT))
  const y = (ele: number) =>
    round(HEIGHT - BOTTOM - ((ele - low) / (high - low)) * (HEIGHT - TOP - BOTTOM))
  const relief = summits(line, path.chainageM, path.lengthM)
    .map(({ m, ele }) => `${x(m)} ${y(ele)}`)
    .join('L')
  const length = words.kmFigure(lengthM)
  const alt = words.say('profile.alt', { min: minEleM, max: maxEleM, length })
  return html`<svg class="profile" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${alt}">
    ${[low, (low + high) / 2, high].map((ele) => altitudeLine(ele, y(ele), words))}
    <path class="relief" d="M${x(0)} ${y(low)}L${relief}L${x(path.lengthM)} ${y(low)}Z" />
    <path class="line" d="M${relief}" />
    ${kmTicks(lengthM).map((km) => html`<text class="km" x="${x(km * 1000)}" y="${HEIGHT - 8}">${km}</text>`)}
    <text class="unit" x="${WIDTH - 4}" y="${HEIGHT - 8}">km</text>
    ${placesOn(entry, x, y(low))}
  </svg>`
}

interface Summit {
  readonly m: number
  readonly ele: number
}

/** The highest and the lowest place of each column, so that no summit is lost, and both ends. */
function summits(
  line: readonly Position[],
  chainageM: ArrayLike<number>,
  lengthM: number,
): Summit[] {
  const columns = new Map<number, { low: Summit; high: Summit }>()
  line.forEach((position, i) => {
    const one = { m: chainageM[i]!, ele: position[2]! }
    const column = Math.floor((one.m / lengthM) * COLUMNS)
    const known = columns.get(column) ?? { low: one, high: one }
    columns.set(column, {
      low: one.ele < known.low.ele ? one : known.low,
      high: one.ele > known.high.ele ? one : known.high,
    })
  })
  const ends = [0, line.length - 1].map((i) => ({ m: chainageM[i]!, ele: line[i]![2]! }))
  const inside = [...columns.values()].flatMap(({ low, high }) =>
    low === high ? [low] : [low, high],
  )
  return [...ends, ...inside].sort((a, b) => a.m - b.m)
}

function altitudeLine(ele: number, y: number, { say }: PageWords): Markup {
  return html`<path class="grid" d="M${LEFT} ${y}H${WIDTH - RIGHT}" />
    <text class="ele" x="${LEFT - 6}" y="${y + 5}"
      >${say('facts.m', { value: Math.round(ele) })}</text
    >`
}

/** Whole kilometres, few enough to be read; none under the unit at the end. */
function kmTicks(lengthM: number): number[] {
  const km = lengthM / 1000
  const step = KM_STEPS.find((one) => km / one <= MOST_TICKS) ?? 200
  const ticks = Array.from({ length: Math.floor(km / step) + 1 }, (_, i) => i * step)
  return ticks.filter((tick) => tick === 0 || tick < km * 0.95)
}

/** Where the numbered places are: a line each, and the number where there is room for it. */
function placesOn({ heritage }: PublishedEntry, x: (m: number) => number, foot: number): Markup[] {
  let last = -Infinity
  return heritage.map(({ properties }, i) => {
    const at = x(properties.alongM ?? 0)
    const hasRoom = at - last >= BADGES_APART
    if (hasRoom) last = at
    return html`<g class="badge heritage">
      <path class="stem" d="M${at} ${BADGE_Y}V${foot}" />
      ${hasRoom && html`<circle cx="${at}" cy="${BADGE_Y}" r="12" /><text x="${at}" y="${BADGE_Y}">${i + 1}</text>`}
    </g>`
  })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
