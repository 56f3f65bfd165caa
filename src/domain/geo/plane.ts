import type { Position } from 'geojson'

/**
 * The one earth model of Jalon: the WGS84 ellipsoid, seen through a local metric plane.
 *
 * x and y are metres east and north of the plane's origin. The projection is the polyconic one,
 * kept to its second order: east-west distances use the radius of their own latitude, north-south
 * distances the meridian arc, and the quadratic term keeps right angles right. Distances in the
 * plane are within 0.005 % of the ellipsoid up to 60 km east or west of the origin, whatever the
 * height of the box (tests hold it against GeographicLib). A sphere is off by up to 0.27 %.
 *
 * Formulas: J. P. Snyder, "Map Projections: A Working Manual", USGS Professional Paper 1395,
 * 1987, eq. 3-21 (meridian arc) and chapter 18 (polyconic).
 */
export interface Plane {
  readonly lon: number
  readonly lat: number
}

export interface PointM {
  readonly x: number
  readonly y: number
}

const A = 6_378_137
const F = 1 / 298.257223563
const E2 = F * (2 - F)
const RAD = Math.PI / 180

const ARC_0 = A * (1 - E2 / 4 - (3 * E2 ** 2) / 64 - (5 * E2 ** 3) / 256)
const ARC_2 = A * ((3 * E2) / 8 + (3 * E2 ** 2) / 32 + (45 * E2 ** 3) / 1024)
const ARC_4 = A * ((15 * E2 ** 2) / 256 + (45 * E2 ** 3) / 1024)
const ARC_6 = A * ((35 * E2 ** 3) / 3072)

/** A plane whose origin is at the given WGS84 degrees. */
export function createPlane(lon: number, lat: number): Plane {
  return { lon, lat }
}

/**
 * The plane for a set of positions: its origin is the middle of their box. Positions on both sides
 * of the antimeridian are understood. No position at all gives a plane at 0, 0.
 */
export function planeFor(positions: readonly Position[]): Plane {
  const first = positions[0]
  if (!first) return createPlane(0, 0)
  const lon0 = first[0]!
  let west = 0
  let east = 0
  let south = Infinity
  let north = -Infinity
  for (const position of positions) {
    const dLon = wrapDeg(position[0]! - lon0)
    const lat = position[1]!
    if (dLon < west) west = dLon
    if (dLon > east) east = dLon
    if (lat < south) south = lat
    if (lat > north) north = lat
  }
  return createPlane(wrapDeg(lon0 + (west + east) / 2), (south + north) / 2)
}

/** Metres east and north of the plane's origin, for WGS84 degrees. */
export function toPlane(plane: Plane, lon: number, lat: number): PointM {
  const phi = lat * RAD
  const dLambda = wrapDeg(lon - plane.lon) * RAD
  const x = parallelRadiusM(phi) * dLambda
  const y = meridianArcM(phi) - arcOfPlaneM(plane) + (x * dLambda * Math.sin(phi)) / 2
  return { x, y }
}

/** The WGS84 degrees `[lon, lat]` of a point of the plane: the inverse of `toPlane`. */
export function fromPlane(plane: Plane, x: number, y: number): [lon: number, lat: number] {
  const arc = meridianArcM(plane.lat * RAD) + y
  let phi = latitudeOfArc(arc, plane.lat * RAD + y / A)
  let dLambda = x / parallelRadiusM(phi)
  for (let i = 0; i < 4; i += 1) {
    phi = latitudeOfArc(arc - (x * dLambda * Math.sin(phi)) / 2, phi)
    dLambda = x / parallelRadiusM(phi)
  }
  return [wrapDeg(plane.lon + dLambda / RAD), phi / RAD]
}

/**
 * Distance between two positions, metres, on the ellipsoid's radii at their middle latitude.
 * Within a few parts per million up to 20 km.
 */
export function distanceM(a: Position, b: Position): number {
  const phi = ((a[1]! + b[1]!) / 2) * RAD
  const dx = parallelRadiusM(phi) * wrapDeg(b[0]! - a[0]!) * RAD
  const dy = meridianRadiusM(phi) * (b[1]! - a[1]!) * RAD
  return Math.hypot(dx, dy)
}

/** Brings a longitude, or a difference of longitudes, to [-180, 180]. */
function wrapDeg(deg: number): number {
  if (deg >= -180 && deg <= 180) return deg
  return ((((deg + 180) % 360) + 360) % 360) - 180
}

/** Length of one radian of longitude at latitude `phi` (radians), metres. */
function parallelRadiusM(phi: number): number {
  const sin = Math.sin(phi)
  return (A * Math.cos(phi)) / Math.sqrt(1 - E2 * sin * sin)
}

/** Length of one radian of latitude at latitude `phi` (radians), metres. */
function meridianRadiusM(phi: number): number {
  const sin = Math.sin(phi)
  const w = 1 - E2 * sin * sin
  return (A * (1 - E2)) / (w * Math.sqrt(w))
}

/** Distance from the equator to latitude `phi` (radians) along a meridian, metres. */
function meridianArcM(phi: number): number {
  return (
    ARC_0 * phi - ARC_2 * Math.sin(2 * phi) + ARC_4 * Math.sin(4 * phi) - ARC_6 * Math.sin(6 * phi)
  )
}

/** The arc of a plane's own latitude: asked for with every point, so the last answer is kept. */
let lastLat = NaN
let lastArcM = NaN
function arcOfPlaneM({ lat }: Plane): number {
  if (lat !== lastLat) {
    lastLat = lat
    lastArcM = meridianArcM(lat * RAD)
  }
  return lastArcM
}

/** The latitude (radians) at a distance from the equator, by Newton's method from a guess. */
function latitudeOfArc(arcM: number, guess: number): number {
  let phi = guess
  for (let i = 0; i < 6; i += 1) {
    const step = (arcM - meridianArcM(phi)) / meridianRadiusM(phi)
    phi += step
    if (Math.abs(step) < 1e-13) break
  }
  return phi
}
