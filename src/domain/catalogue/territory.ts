import * as z from 'zod/mini'
import { slug } from '../observation/observation.ts'
import { isTimeZone } from './time-zone.ts'

const words = z.looseObject({ fr: z.string(), en: z.optional(z.string()) })
const lonLat = z.tuple([z.number(), z.number()])
const ring = z.array(z.array(z.number()).check(z.minLength(2))).check(z.minLength(4))
const area = z.union([
  z.looseObject({ type: z.literal('Polygon'), coordinates: z.array(ring) }),
  z.looseObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring)) }),
])

/** A map service the territory has chosen: the only third parties the app ever talks to. */
const mapService = z.looseObject({
  id: slug,
  name: words,
  /** Raster tiles, `{z}/{x}/{y}` template, https. */
  tiles: z.string().check(z.regex(/^https:\/\/[^\s'"<>]+$/)),
  attribution: z.string(),
  maxZoom: z.int().check(z.gte(1), z.lte(22)),
  /**
   * Present only where the service allows its tiles to be kept on a phone: then a strip of them along one
   * trail can be. Many services forbid it (OpenStreetMap's own tiles among them).
   */
  keep: z.optional(
    z.looseObject({
      maxZoom: z.int().check(z.gte(12), z.lte(17)),
      /** What a tile weighs on average: the size is told before anything is fetched. */
      tileBytes: z.int().check(z.gte(100), z.lte(1_000_000)),
      /** Under which terms, in one line, shown before and after. */
      licence: z.string().check(z.minLength(1)),
    }),
  ),
})

/**
 * All that makes an office different from another one: configuration, never code. Imported with
 * `npm run jalon -- territory import FILE`.
 */
export const territory = z.looseObject({
  format: z.literal('jalon-territory'),
  version: z.literal(1),
  id: slug,
  name: words,
  /** What the office is called on public pages. */
  office: z.looseObject({
    name: z.string(),
    url: z.optional(z.url()),
    contact: z.optional(z.string()),
  }),
  /** True for a demonstration: said on every page. */
  demo: z.boolean(),
  /** IANA name of the zone in which days are cut, such as `Indian/Reunion`; else by the communes. */
  timeZone: z.optional(z.string().check(z.refine(isTimeZone))),
  languages: z.array(z.enum(['fr', 'en'])).check(z.minLength(1)),
  outline: area,
  communes: z.array(
    z.looseObject({ code: z.string(), name: z.string(), centre: z.optional(lonLat) }),
  ),
  map: z.looseObject({ centre: lonLat, zoom: z.number(), services: z.array(mapService) }),
  /** How much of both ends of a recording is hidden where one is shared. Today none is: only reference lines are published. */
  trimEndsM: z._default(z.number().check(z.gte(0)), 200),
  licence: z.looseObject({ name: z.string(), url: z.url() }),
})
export type Territory = z.infer<typeof territory>
