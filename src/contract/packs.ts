import * as z from 'zod/mini'
import { instant, sha256, slug } from '../domain/observation/observation.ts'

/** A pack travels in parts of this size, so that a cut costs little and a wrong part is fetched again. */
export const PACK_PART_BYTES = 262_144
/** A pack larger than this is no pack for phones. */
export const PACK_LIMIT_BYTES = 400_000_000

/** The outer box of a pack, degrees: west, south, east, north. */
const box = z.tuple([z.number(), z.number(), z.number(), z.number()])

/**
 * A map of a whole territory in one PMTiles file, named by the SHA-256 of its bytes: what lies under an
 * address never changes. Each part has a hash of its own; the last part may be shorter.
 */
export const mapPack = z.looseObject({
  sha256,
  kind: z.literal('base-map'),
  name: z.looseObject({ fr: z.string(), en: z.optional(z.string()) }),
  bytes: z.int().check(z.gte(1), z.lte(PACK_LIMIT_BYTES)),
  partBytes: z.int().check(z.gte(1_024)),
  parts: z.array(sha256).check(z.minLength(1)),
  /** Vector tiles in the layers of the Protomaps scheme, or pictures. */
  tileType: z.enum(['mvt', 'png', 'jpg', 'webp']),
  bounds: box,
  minZoom: z.int().check(z.gte(0), z.lte(22)),
  maxZoom: z.int().check(z.gte(0), z.lte(22)),
  /** Shown on every map drawn from the pack, as text. */
  attribution: z.string(),
  licence: z.optional(z.string()),
  /** When the map data was made, if the file says so. */
  madeAt: z.optional(instant),
})
export type MapPack = z.infer<typeof mapPack>

/** `GET /api/territories/{id}/packs`. Packs are read one by one: an unknown kind hides no other. */
export const packsAnswer = z.looseObject({
  jalon: z.literal('packs'),
  territory: slug,
  packs: z.array(z.unknown()),
})

/** The packs of an answer that this version can use. */
export function readPacks(raw: unknown): readonly MapPack[] | null {
  const answer = packsAnswer.safeParse(raw)
  if (!answer.success) return null
  return answer.data.packs.flatMap((one) => {
    const pack = mapPack.safeParse(one)
    return pack.success && partCount(pack.data) === pack.data.parts.length ? [pack.data] : []
  })
}

/** How many parts a pack of this size has. */
export function partCount({ bytes, partBytes }: Pick<MapPack, 'bytes' | 'partBytes'>): number {
  return Math.ceil(bytes / partBytes)
}

/** The bytes of a part: from `start` on, `length` of them. */
export function partRange(
  { bytes, partBytes }: Pick<MapPack, 'bytes' | 'partBytes'>,
  index: number,
): { readonly start: number; readonly length: number } {
  const start = index * partBytes
  return { start, length: Math.min(partBytes, bytes - start) }
}
