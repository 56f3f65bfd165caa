import type { Position } from 'geojson'
import Flatbush from 'flatbush'
import { distanceM, planeFor, toPlane } from '../geo/plane.ts'
import { roundMetres } from '../geo/rounding.ts'
import {
  haveTwoNames,
  SAME_FARTHEST_M,
  sameThing,
  type NotedThing,
  type SameThing,
} from './same-thing.ts'

/** A thing of the catalogue, where it stands. */
export interface PlacedThing extends NotedThing {
  readonly id: string
  readonly position: Position
}

/** Two things of the catalogue that may be one, and why. Never merged without a person. */
export interface DuplicateProposal {
  /** The lower id first. */
  readonly ids: readonly [string, string]
  readonly distanceM: number
  readonly reason: SameThing
}

/** Pairs of things that may be one, nearest first. Two names that are not alike make no pair. */
export function findDuplicates(things: readonly PlacedThing[]): DuplicateProposal[] {
  return nearPairs(things)
    .flatMap(([a, b]): DuplicateProposal[] => {
      const apartM = distanceM(a.position, b.position)
      const reason = haveTwoNames(a, b) ? null : sameThing(a, b, apartM)
      if (!reason) return []
      const ids = a.id < b.id ? ([a.id, b.id] as const) : ([b.id, a.id] as const)
      return [{ ids, distanceM: roundMetres(apartM), reason }]
    })
    .sort((a, b) => a.distanceM - b.distanceM || (a.ids.join() < b.ids.join() ? -1 : 1))
}

/** Each pair that is near enough once. `n log n`. */
function nearPairs(things: readonly PlacedThing[]): [PlacedThing, PlacedThing][] {
  if (things.length < 2) return []
  const plane = planeFor(things.map(({ position }) => position))
  const points = things.map(({ position }) => toPlane(plane, position[0]!, position[1]!))
  const index = new Flatbush(points.length)
  for (const { x, y } of points) index.add(x, y)
  index.finish()
  // The plane of a whole territory is a little off: the box is wider than what is asked for.
  const reach = SAME_FARTHEST_M * 1.01
  return points.flatMap(({ x, y }, i) =>
    index
      .search(x - reach, y - reach, x + reach, y + reach, (j) => j > i)
      .map((j): [PlacedThing, PlacedThing] => [things[i]!, things[j]!]),
  )
}
