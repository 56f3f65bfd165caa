import type { Feature, Geometry } from 'geojson'
import { createPlane, fromPlane, toPlane, type PointM } from '../../../src/domain/geo/plane.ts'
import { makeTerrain } from '../../../tests/support/simulator/terrain.ts'

/** One thing drawn on the invented ground, in the words of the Protomaps layers, from this zoom on. */
export interface Drawn {
  readonly layer: 'earth' | 'landuse' | 'water' | 'buildings' | 'roads' | 'places'
  readonly fromZoom: number
  readonly feature: Feature
}

export interface Village extends PointM {
  readonly name: string
  /** Drawn larger, and joined by larger roads. */
  readonly isTown: boolean
}

const PLANE = createPlane(-0.66, 43.67)
/** Half the sides of the invented ground, around the middle of the plane. */
export const HALF_M = { x: 29_000, y: 25_000 } as const
const WAVES = makeTerrain('hilly', false, 4_017)

/** Invented relief: long waves on a slope that leads the water to the west. */
export function heightAt({ x, y }: PointM): number {
  return WAVES(x, y) * 0.32 + x * 0.0042 - y * 0.0011
}

export function atPlane([lon, lat]: readonly [number, number] | readonly number[]): PointM {
  return toPlane(PLANE, lon, lat)
}

export function drawn(
  layer: Drawn['layer'],
  fromZoom: number,
  geometry: Geometry,
  properties: Readonly<Record<string, string | number>>,
): Drawn {
  return {
    layer,
    fromZoom,
    feature: { type: 'Feature', geometry, properties: { ...properties } },
  }
}

export function lineOf(points: readonly PointM[]): Geometry {
  return { type: 'LineString', coordinates: points.map(place) }
}

export function areaOf(points: readonly PointM[]): Geometry {
  const ring = points.map(place)
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] }
}

export function pointOf(point: PointM): Geometry {
  return { type: 'Point', coordinates: place(point) }
}

function place({ x, y }: PointM): [number, number] {
  const [lon, lat] = fromPlane(PLANE, x, y)
  return [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]
}

export function apartM(a: PointM, b: PointM): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** Pushes a place aside, always the same way: what runs side by side stays side by side. */
export function bend({ x, y }: PointM, sizeM = 1): PointM {
  return {
    x: x + sizeM * (90 * Math.sin(y / 410 + 1) + 38 * Math.sin((y + x) / 170)),
    y: y + sizeM * (90 * Math.sin(x / 430 + 2) + 38 * Math.sin((x - y) / 190)),
  }
}

/** The points of a straight way, some `stepM` apart, both ends among them. */
export function between(a: PointM, b: PointM, stepM: number): PointM[] {
  const count = Math.max(1, Math.round(apartM(a, b) / stepM))
  return Array.from({ length: count + 1 }, (_, i) => ({
    x: a.x + ((b.x - a.x) * i) / count,
    y: a.y + ((b.y - a.y) * i) / count,
  }))
}
