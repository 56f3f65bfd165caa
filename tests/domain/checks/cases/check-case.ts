import type { Position } from 'geojson'
import type { Finding } from '../../../../src/domain/checks/finding.ts'
import type { Subject } from '../../../../src/domain/checks/subject.ts'
import type { CheckId } from '../../../../src/domain/checks/thresholds.ts'
import type { Fix, Track } from '../../../../src/domain/geo/fix.ts'
import { indexLine, type IndexedLine } from '../../../../src/domain/geo/line-index.ts'
import { createPlane, fromPlane } from '../../../../src/domain/geo/plane.ts'

/** One subject, and what its check must say: `severity`, or `severity:kind`, for each finding. */
export interface CheckCase {
  readonly name: string
  readonly subject: Subject
  readonly says: readonly string[]
}

/** True positives, true negatives, and near misses: just on the good side of a threshold. */
export interface CheckCases {
  readonly positive: readonly CheckCase[]
  readonly negative: readonly CheckCase[]
  readonly nearMiss: readonly CheckCase[]
}

export type CasesById = { readonly [Id in CheckId]?: CheckCases }

export function summary(findings: readonly Finding[]): string[] {
  return findings.map(({ severity, params }) =>
    params?.['kind'] === undefined ? severity : `${severity}:${params['kind']}`,
  )
}

const PLANE = createPlane(-0.6, 43.68)

/** Metres east and north of a place in Chalosse, and an altitude when there is one. */
export type Metres = readonly [x: number, y: number, z?: number]

export function place([x, y, z]: Metres): Position {
  const [lon, lat] = fromPlane(PLANE, x, y)
  return z === undefined ? [lon, lat] : [lon, lat, z]
}

export function positions(points: readonly Metres[]): Position[] {
  return points.map(place)
}

export function line(points: readonly Metres[]): IndexedLine {
  return indexLine(positions(points))
}

/** A straight way to the east with a vertex every `stepM`. */
export function straight(lengthM: number, stepM = 20, z?: (x: number) => number): Metres[] {
  const count = Math.round(lengthM / stepM)
  return Array.from({ length: count + 1 }, (_, i) => {
    const x = (lengthM * i) / count
    return z ? [x, 0, z(x)] : [x, 0]
  })
}

/** Points through corners, one every `stepM` metres. */
export function through(corners: readonly Metres[], stepM = 10): Metres[] {
  const points: Metres[] = [corners[0]!]
  for (let i = 1; i < corners.length; i += 1) {
    const [ax, ay] = corners[i - 1]!
    const [bx, by] = corners[i]!
    const count = Math.max(1, Math.round(Math.hypot(bx - ax, by - ay) / stepM))
    for (let k = 1; k <= count; k += 1) {
      points.push([ax + ((bx - ax) * k) / count, ay + ((by - ay) * k) / count])
    }
  }
  return points
}

export const START_MS = Date.UTC(2026, 4, 3, 8)

/** Fixes at metres and seconds. */
export function fixes(
  points: readonly (readonly [x: number, y: number, seconds: number])[],
  more: Partial<Fix> = {},
): Fix[] {
  return points.map(([x, y, seconds]) => {
    const [lon, lat] = place([x, y])
    return { lon: lon!, lat: lat!, atMs: START_MS + seconds * 1000, ...more }
  })
}

export function track(...segments: readonly (readonly Fix[])[]): Track {
  return {
    segments,
    gaps: segments.slice(1).map(() => ({ reason: 'file' })),
    recorded: segments.some((segment) => segment.some(({ atMs }) => atMs !== undefined)),
  }
}

/** Somebody walking through corners at a speed, one fix every `everyS` seconds. */
export function walking(
  corners: readonly Metres[],
  { speedMS = 1.25, everyS = 4, startS = 0 } = {},
): Fix[] {
  return fixes(
    through(corners, speedMS * everyS).map(([x, y], i) => [x, y, startS + i * everyS] as const),
  )
}
