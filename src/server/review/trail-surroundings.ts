import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import type { OtherTrail, PlaceOfTrail } from '../../domain/checks/subject.ts'
import { boxOfCoordinates, boxOfLine, type Box } from '../../domain/geo/box.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** What the catalogue knows around a trail, as far as its checks ask. */
export interface TrailSurroundings {
  readonly otherTrails: readonly OtherTrail[]
  readonly places: readonly PlaceOfTrail[]
  readonly territory?: Box
  /** Says the same as long as nothing of this has changed. */
  readonly mark: string
  /** Ids of the trails and places it is made of. */
  readonly uses: ReadonlySet<string>
}

/** No trail shares a line with one that is farther away. */
export const BESIDE_M = 60

/** Reads the neighbours of a trail, the places that name it and its territory: three bounded questions. */
export async function readSurroundings(
  tx: StoreTransaction,
  territory: string,
  { id, geometry }: TrailEntity,
): Promise<TrailSurroundings> {
  const box = boxOfLine(geometry.coordinates, BESIDE_M)
  const around = (await tx.catalogue.byBox(territory, box, ['trail'])) as readonly TrailEntity[]
  const others = around.filter((one) => one.id !== id && !one.properties.deleted).sort(byId)
  const named = await tx.catalogue.byTrail(territory, id, 'heritage-point')
  const places = named.filter(({ properties }) => !properties.deleted).sort(byId)
  const { outline } = (await tx.territories.get(territory)) ?? {}
  const area = outline && boxOfCoordinates(outline.coordinates)
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
    ...(area ? { territory: area } : {}),
    mark: JSON.stringify([
      others.map(({ id: other, properties: { version, attributes } }) => [
        other,
        version,
        attributes.name,
      ]),
      places.map(({ id: place, properties: { decision } }) => [place, decision]),
      area ?? null,
    ]),
    uses: new Set([...others, ...places].map((one) => one.id)),
  }
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}
