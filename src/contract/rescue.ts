import * as z from 'zod/mini'

const count = z.int().check(z.gte(0))

/** `POST /api/desk/rescue?territory=…` (body: the ZIP a phone wrote): what became of all that is in it. */
export const rescueAnswer = z.looseObject({
  jalon: z.literal('rescue'),
  madeAt: z.optional(z.string()),
  /** How many records had each outcome of a push. */
  records: z.looseObject({
    created: count,
    duplicate: count,
    deferred: count,
    conflict: count,
    rejected: count,
  }),
  /** Why records were kept aside, and how many for each reason. */
  rejections: z.array(z.looseObject({ code: z.string(), count })),
  files: z.looseObject({ stored: count, refused: count }),
})
export type RescueAnswer = z.infer<typeof rescueAnswer>
