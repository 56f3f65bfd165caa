import { createHash } from 'node:crypto'
import Flatbush from 'flatbush'
import type { HeritageEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import type { Territory } from '../../domain/catalogue/territory.ts'
import type { OtherTrail, PlaceOfTrail } from '../../domain/checks/subject.ts'
import { boxOfLine, type Box } from '../../domain/geo/box.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** What the catalogue knows around a trail, as far as its checks ask. */
export interface TrailSurroundings {
  readonly otherTrails: readonly OtherTrail[]
  readonly places: readonly PlaceOfTrail[]
  readonly territory?: Territory['outline']
  /** Cache key: the same as long as nothing of this has changed. */
  readonly cacheKey: string
  /** Ids of the trails and places it is made of. */
  readonly uses: ReadonlySet<string>
}

/** No trail shares a line with one that is farther away. */
export const BESIDE_M = 60

/**
 * Reads, for each of some trails, its neighbours, the places that name it and its territory. In a few questions
 * for all of them: where the store is another machine, each one is waited for.
 */
export async function readSurroundings(
  tx: StoreTransaction,
  territory: string,
  trails: readonly TrailEntity[],
): Promise<ReadonlyMap<string, TrailSurroundings>> {
  const besideOf = await readNeighbours(tx, territory, trails)
  const ids = trails.map(({ id }) => id)
  const named = await tx.catalogue.byTrails(territory, ids, 'heritage-point')
  const { outline } = (await tx.territories.get(territory)) ?? {}
  const area = outline && { outline, hash: hashOf(outline) }
  return new Map(
    trails.map(({ id }) => {
      const others = besideOf(id).filter(({ properties }) => !properties.deleted)
      const places = (named.get(id) ?? []).filter(({ properties }) => !properties.deleted)
      return [id, surroundings(others.sort(byId), places.sort(byId), area)]
    }),
  )
}

/** The trails whose box meets that of each one, from one look at where all of them lie. */
async function readNeighbours(
  tx: StoreTransaction,
  territory: string,
  trails: readonly TrailEntity[],
): Promise<(id: string) => TrailEntity[]> {
  if (trails.length === 0) return () => []
  const boxes = trails.map(({ geometry }) => boxOfLine(geometry.coordinates, BESIDE_M))
  const lying = await tx.catalogue.boxesIn(territory, boxAround(boxes), 'trail')
  const beside = new Map(trails.map(({ id }) => [id, [] as string[]]))
  if (lying.length > 0) {
    const index = new Flatbush(lying.length)
    for (const { box } of lying) index.add(...box)
    index.finish()
    for (const [i, { id }] of trails.entries()) {
      const met = index.search(...boxes[i]!).map((at) => lying[at]!.id)
      beside.set(
        id,
        met.filter((other) => other !== id),
      )
    }
  }
  const known = new Map(trails.map((trail) => [trail.id, trail]))
  const wanted = new Set([...beside.values()].flat().filter((id) => !known.has(id)))
  for (const other of await tx.catalogue.getMany(territory, 'trail', [...wanted])) {
    known.set(other.id, other)
  }
  return (id) => (beside.get(id) ?? []).flatMap((other) => known.get(other) ?? [])
}

function boxAround(boxes: readonly Box[]): Box {
  const side = (at: 0 | 1 | 2 | 3, pick: (a: number, b: number) => number) =>
    boxes.reduce((so, box) => pick(so, box[at]), boxes[0]![at])
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)]
}

function surroundings(
  others: readonly TrailEntity[],
  places: readonly HeritageEntity[],
  area: { readonly outline: Territory['outline']; readonly hash: string } | undefined,
): TrailSurroundings {
  return {
    otherTrails: others.map((other) => ({
      id: other.id,
      name: other.properties.attributes.name,
      positions: other.geometry.coordinates,
    })),
    places: places.map((place) => ({
      id: place.id,
      name: place.properties.name ?? place.properties.heritageKind,
      position: place.geometry.coordinates,
    })),
    ...(area ? { territory: area.outline } : {}),
    cacheKey: JSON.stringify([
      others.map(({ id: other, properties: { version, attributes } }) => [
        other,
        version,
        attributes.name,
      ]),
      places.map(({ id: place, properties: { decision } }) => [place, decision]),
      area?.hash ?? null,
    ]),
    uses: new Set([...others, ...places].map((one) => one.id)),
  }
}

function hashOf(outline: Territory['outline']): string {
  return createHash('sha256').update(JSON.stringify(outline.coordinates)).digest('base64url')
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}
