import * as z from 'zod/mini'
import { NOT_BLANK, slug } from '../observation/observation.ts'

const shortText = z.string().check(z.maxLength(200))
const longText = z.string().check(z.maxLength(10_000))

/** `schema_randonnee` 1.1.0, field `type_itineraire`. */
export const ROUTE_TYPES = [
  'boucle',
  'aller-retour',
  'aller-simple',
  'itinerance',
  'etape',
] as const
/** Labels of the national schema, as ids. */
export const DIFFICULTIES = [
  'tres-facile',
  'facile',
  'moyen',
  'difficile',
  'tres-difficile',
] as const

/**
 * What people say of a trail, in the terms of schema_randonnee 1.1.0; figures that can be computed
 * from the line are declared values here, checked against it (GEO-20, ELE-04, TIM-06).
 */
export const trailAttributes = z.looseObject({
  name: shortText.check(z.regex(NOT_BLANK)),
  /** The trail's part of public addresses; never changes once published. */
  slug,
  practice: z.optional(slug),
  routeType: z.optional(z.enum(ROUTE_TYPES)),
  difficulty: z.optional(z.enum(DIFFICULTIES)),
  marking: z.optional(slug),
  departure: z.optional(shortText),
  arrival: z.optional(shortText),
  communes: z.optional(
    z
      .array(
        z.looseObject({ name: shortText, code: z.string().check(z.regex(/^(\d{5}|2[AB]\d{3})$/)) }),
      )
      .check(z.maxLength(100)),
  ),
  presentation: z.optional(longText),
  shortPresentation: z.optional(longText),
  instructions: z.optional(longText),
  advice: z.optional(longText),
  access: z.optional(longText),
  parking: z.optional(longText),
  themes: z.optional(z.array(slug).check(z.maxLength(20))),
  declaredLengthM: z.optional(z.number().check(z.gte(0))),
  declaredAscentM: z.optional(z.number().check(z.gte(0))),
  declaredDurationS: z.optional(z.number().check(z.gte(0))),
  producer: z.optional(shortText),
  source: z.optional(shortText),
  licence: z.optional(shortText),
  /** By what right the line is walked: agreements of passage, entry in the county plan. For the office alone. */
  rights: z.optional(longText),
})
export type TrailAttributes = z.infer<typeof trailAttributes>
