import type { OtherTrail, PlaceOfTrail } from '../domain/checks/subject.ts'
import { boxOfCoordinates, type Box } from '../domain/geo/box.ts'
import { UnusableInput, type FilesContext } from './on-files.ts'
import { needInput } from './read-input.ts'
import { lineOfTrack } from './walk-of-file.ts'

/** What lies around a trail, as far as the options name it. */
export interface Around {
  readonly otherTrails?: readonly OtherTrail[]
  readonly places?: readonly PlaceOfTrail[]
  readonly territory?: Box
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

async function readTerritory(context: FilesContext, given: string): Promise<Box> {
  const numbers = given.split(',').map(Number)
  if (numbers.length === 4 && numbers.every(Number.isFinite)) return asBox(numbers)
  let content: unknown
  try {
    content = JSON.parse(new TextDecoder().decode(await context.read(given)))
  } catch {
    throw new UnusableInput(context.t('error.no-territory', { given }))
  }
  const { outline } = Object(content) as { outline?: unknown }
  const box = boxOfCoordinates(coordinatesIn(outline ?? content))
  if (!box) throw new UnusableInput(context.t('error.no-territory', { given }))
  return box
}

function asBox([west, south, east, north]: readonly number[]): Box {
  return [
    Math.min(west!, east!),
    Math.min(south!, north!),
    Math.max(west!, east!),
    Math.max(south!, north!),
  ]
}

/** All coordinates in a GeoJSON object, however deep. */
function coordinatesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(coordinatesIn)
  if (typeof value !== 'object' || value === null) return []
  const { coordinates, geometry, geometries, features } = value as Record<string, unknown>
  return [coordinates, ...[geometry, geometries, features].flatMap(coordinatesIn)]
}
