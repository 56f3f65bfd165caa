import { area, bboxPolygon, flattenEach, type AllGeoJSON } from '@turf/turf'
import type { MultiPolygon, Polygon, Position } from 'geojson'
import type { OtherTrail, PlaceOfTrail } from '../domain/checks/subject.ts'
import { UnusableInput, type FilesContext } from './on-files.ts'
import { needInput } from './read-input.ts'
import { lineOfTrack } from './walk-of-file.ts'

type Outline = Polygon | MultiPolygon

/** What lies around a trail, as far as the options name it. */
export interface Around {
  readonly otherTrails?: readonly OtherTrail[]
  readonly places?: readonly PlaceOfTrail[]
  readonly territory?: Outline
}

/**
 * `--others FILE`: every line of the file is another trail. `--places FILE`: every point is a place of
 * this one. `--territory W,S,E,N` or a file of polygons: where its vertices may lie.
 */
export async function readAround(context: FilesContext): Promise<Around> {
  const { others, places, territory } = context.options
  return {
    ...(others === undefined ? {} : { otherTrails: await readOthers(context, others) }),
    ...(places === undefined ? {} : { places: await readPlaces(context, places) }),
    ...(territory === undefined ? {} : { territory: await readTerritory(context, territory) }),
  }
}

async function readOthers(context: FilesContext, path: string): Promise<OtherTrail[]> {
  const { tracks, routes, name: fileName } = await needInput(context, path)
  const trails = [...tracks, ...routes].map(({ name, track }, i) => ({
    id: `${path}#${i + 1}`,
    name: name ?? fileName ?? `${path} (${i + 1})`,
    positions: lineOfTrack(track),
  }))
  const usable = trails.filter(({ positions }) => positions.length > 1)
  if (usable.length === 0) throw new UnusableInput(`${path}: ${context.t('error.no-line')}`)
  return usable
}

async function readPlaces(context: FilesContext, path: string): Promise<PlaceOfTrail[]> {
  const { waypoints } = await needInput(context, path)
  if (waypoints.length === 0) throw new UnusableInput(`${path}: ${context.t('error.no-place')}`)
  return waypoints.map(({ lon, lat, name }, i) => ({
    id: `${path}#${i + 1}`,
    name: name ?? `${i + 1}`,
    position: [lon, lat],
  }))
}

/** An outline: the four numbers of a box, a territory file, or any GeoJSON with areas in it. */
async function readTerritory(context: FilesContext, given: string): Promise<Outline> {
  const numbers = given.split(',').map(Number)
  if (numbers.length === 4 && numbers.every(Number.isFinite)) {
    const [west, south, east, north] = numbers as [number, number, number, number]
    return bboxPolygon([
      Math.min(west, east),
      Math.min(south, north),
      Math.max(west, east),
      Math.max(south, north),
    ]).geometry
  }
  const areas = await readAreas(context, given)
  if (areas.length === 0) throw new UnusableInput(context.t('error.no-territory', { given }))
  return { type: 'MultiPolygon', coordinates: areas }
}

async function readAreas(context: FilesContext, path: string): Promise<Position[][][]> {
  const areas: Position[][][] = []
  try {
    const content: unknown = JSON.parse(new TextDecoder().decode(await context.read(path)))
    const { outline } = Object(content) as { outline?: unknown }
    flattenEach((outline ?? content) as AllGeoJSON, ({ geometry }) => {
      if (geometry.type === 'Polygon') areas.push(geometry.coordinates)
    })
    if (areas.length > 0) area({ type: 'MultiPolygon', coordinates: areas })
  } catch {
    return []
  }
  return areas
}
