import type { Position } from 'geojson'
import { planeFor, toPlane, type Plane } from '../../../domain/geo/plane.ts'
import { simplifyLine } from '../../../domain/geo/simplify.ts'

export interface Spot {
  readonly x: number
  readonly y: number
}

/** A sheet of paper on which positions are drawn: north up, one scale both ways. */
export interface Sheet {
  readonly width: number
  readonly height: number
  readonly metresPerUnit: number
  readonly place: (position: Position) => Spot
}

/** Lays positions out on a sheet of a given width; its height follows, within limits. */
export function sheetFor(
  positions: readonly Position[],
  { width, margin, tallest }: { width: number; margin: number; tallest: number },
): Sheet {
  const plane = planeFor(positions)
  const { west, east, south, north } = extentOf(positions, plane)
  const spanX = Math.max(1, east - west)
  const spanY = Math.max(1, north - south)
  const metresPerUnit = Math.max(spanX / (width - 2 * margin), spanY / (tallest - 2 * margin))
  const height = Math.round(Math.max(spanY / metresPerUnit + 2 * margin, width * 0.45))
  const left = (width - spanX / metresPerUnit) / 2
  const top = (height - spanY / metresPerUnit) / 2
  return {
    width,
    height,
    metresPerUnit,
    place: (position) => {
      const { x, y } = toPlane(plane, position[0]!, position[1]!)
      return {
        x: round(left + (x - west) / metresPerUnit),
        y: round(top + (north - y) / metresPerUnit),
      }
    },
  }
}

/** A loop, not a spread: a catalogue has more positions than a call may have arguments. */
function extentOf(positions: readonly Position[], plane: Plane) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of positions) {
    const { x, y } = toPlane(plane, lon!, lat!)
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return { west, south, east, north }
}

/** The path of a line on a sheet, without details finer than the pen. */
export function pathOn(sheet: Sheet, line: readonly Position[]): string {
  const spots = simplifyLine(line, sheet.metresPerUnit * 0.6).map(sheet.place)
  return spots.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('')
}

export interface Arrow extends Spot {
  /** Clockwise from up. */
  readonly turnDeg: number
}

/** Where to draw arrows that show the way: every so many units along the line. */
export function arrowsOn(sheet: Sheet, line: readonly Position[], every: number): Arrow[] {
  const spots = simplifyLine(line, sheet.metresPerUnit).map(sheet.place)
  const arrows: Arrow[] = []
  let since = every / 2
  for (let i = 1; i < spots.length; i += 1) {
    const from = spots[i - 1]!
    const to = spots[i]!
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    since += length
    if (since < every || length < 4) continue
    since = 0
    const turnDeg = Math.round((Math.atan2(to.x - from.x, from.y - to.y) * 180) / Math.PI)
    arrows.push({ x: round((from.x + to.x) / 2), y: round((from.y + to.y) / 2), turnDeg })
  }
  return arrows
}

/** A round length, in metres, whose bar is at most so many units long. */
export function scaleBar(sheet: Sheet, longest: number): { lengthM: number; units: number } {
  const lengths = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000]
  const fits = lengths.filter((lengthM) => lengthM / sheet.metresPerUnit <= longest)
  const lengthM = fits.at(-1) ?? 100
  return { lengthM, units: round(lengthM / sheet.metresPerUnit) }
}

/**
 * Moves marks that would hide each other apart, each as little as it can, and keeps them on the sheet. In
 * the order given: the first stays where it is.
 */
export function spreadSpots(sheet: Sheet, spots: readonly Spot[], apart: number): Spot[] {
  const placed: Spot[] = []
  for (const spot of spots) placed.push(freePlace(sheet, spot, placed, apart))
  return placed
}

/** The place itself, or the first free one on rings around it; the place when all is taken. */
function freePlace(sheet: Sheet, spot: Spot, taken: readonly Spot[], apart: number): Spot {
  const isFree = ({ x, y }: Spot) =>
    taken.every((other) => Math.hypot(other.x - x, other.y - y) >= apart)
  if (isFree(spot)) return spot
  for (let ring = 1; ring <= RINGS; ring += 1) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const angle = (2 * Math.PI * turn) / TURNS
      const reach = (apart * ring) / 2
      const x = round(spot.x + reach * Math.sin(angle))
      const y = round(spot.y - reach * Math.cos(angle))
      const isOnSheet =
        x >= apart / 2 &&
        y >= apart / 2 &&
        x <= sheet.width - apart / 2 &&
        y <= sheet.height - apart / 2
      if (isOnSheet && isFree({ x, y })) return { x, y }
    }
  }
  return spot
}

const RINGS = 8
const TURNS = 12

function round(value: number): number {
  return Math.round(value * 10) / 10
}
