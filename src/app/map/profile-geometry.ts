import type { Position } from 'geojson'
import type { MeasuredLine } from '../../domain/geo/chainage.ts'

/** One place of a profile: metres from the start, metres above the sea. */
export interface ProfilePoint {
  readonly chainageM: number
  readonly eleM: number
}

export interface ProfileFrame {
  readonly widthPx: number
  readonly heightPx: number
  readonly lengthM: number
  readonly lowM: number
  readonly highM: number
}

/** A flat trail is drawn flat: the scale never magnifies less than this many metres. */
const LEAST_RANGE_M = 40

/** The altitudes along a line; empty when fewer than two positions have one. */
export function profileOf(line: MeasuredLine): ProfilePoint[] {
  const points = line.positions.flatMap((position: Position, i) => {
    const eleM = position[2]
    const chainageM = line.path.chainageM[i]
    return eleM === undefined || chainageM === undefined ? [] : [{ chainageM, eleM }]
  })
  return points.length < 2 ? [] : points
}

/** The frame that holds a profile, with the least vertical range, or `null` without altitude. */
export function frameOf(
  points: readonly ProfilePoint[],
  size: { readonly widthPx: number; readonly heightPx: number; readonly lengthM: number },
): ProfileFrame | null {
  if (points.length < 2 || size.lengthM <= 0) return null
  let [lowM, highM] = [Infinity, -Infinity]
  for (const { eleM } of points) {
    lowM = Math.min(lowM, eleM)
    highM = Math.max(highM, eleM)
  }
  const missing = Math.max(0, LEAST_RANGE_M - (highM - lowM)) / 2
  return { ...size, lowM: lowM - missing, highM: highM + missing }
}

export function xOf(frame: Pick<ProfileFrame, 'widthPx' | 'lengthM'>, chainageM: number): number {
  return (Math.min(Math.max(chainageM, 0), frame.lengthM) / frame.lengthM) * frame.widthPx
}

export function chainageAt(frame: Pick<ProfileFrame, 'widthPx' | 'lengthM'>, xPx: number): number {
  return (Math.min(Math.max(xPx, 0), frame.widthPx) / frame.widthPx) * frame.lengthM
}

function yOf(frame: ProfileFrame, eleM: number): number {
  return frame.heightPx - ((eleM - frame.lowM) / (frame.highM - frame.lowM)) * frame.heightPx
}

/** The `d` of the profile's line: lowest and highest point of every pixel column, so that no summit is lost. */
export function profilePath(points: readonly ProfilePoint[], frame: ProfileFrame): string {
  const kept: ProfilePoint[] = []
  let column: ProfilePoint[] = []
  let columnX = -1
  const flush = () => {
    const sorted = [...column].sort((a, b) => a.eleM - b.eleM)
    const ends = [...new Set([sorted[0], sorted.at(-1)])].filter((one) => one !== undefined)
    kept.push(...ends.sort((a, b) => a.chainageM - b.chainageM))
    column = []
  }
  for (const point of points) {
    const x = Math.floor(xOf(frame, point.chainageM))
    if (x !== columnX) flush()
    columnX = x
    column.push(point)
  }
  flush()
  return kept
    .map(({ chainageM, eleM }, i) => {
      const command = i === 0 ? 'M' : 'L'
      return `${command}${xOf(frame, chainageM).toFixed(1)} ${yOf(frame, eleM).toFixed(1)}`
    })
    .join('')
}
