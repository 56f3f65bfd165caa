import * as z from 'zod/mini'
import { instant, sha256, slug, uuid } from '../domain/observation/observation.ts'

/** Version of what phone and server say to each other. The server answers the last two. */
export const PROTOCOL = 1
export const PROTOCOLS_SERVED = [1] as const

/** Caps of one push (rule S: larger batches are cut by the phone). */
export const PUSH_LIMITS = { records: 200, bytes: 1_000_000 } as const
export const PULL_LIMIT = 500
/** One blob: a photo, a voice, or the raw fixes of a walk. */
export const BLOB_LIMIT_BYTES = 25_000_000

/**
 * Every answer names its kind and the server that gave it. Anything else, a portal's page, a 200 without
 * this mark, is "not sent" (promise P08).
 */
const mark = { jalon: z.string(), server: uuid, epoch: uuid }

/** `GET /api/info` */
export const infoAnswer = z.looseObject({
  ...mark,
  jalon: z.literal('info'),
  protocols: z.array(z.int()),
  serverTime: instant,
  territories: z.array(
    z.looseObject({
      id: slug,
      name: z.record(z.string(), z.string()),
      head: z.int(),
      demo: z.boolean(),
      /** Up to this number everything is in a backup: phones may forget their own copies. */
      safeSeq: z.optional(z.int()),
    }),
  ),
})
export type InfoAnswer = z.infer<typeof infoAnswer>

/** `POST /api/push`: records are parsed one by one, so that one bad item never blocks the others. */
export const pushRequest = z.looseObject({
  protocol: z.int(),
  device: uuid,
  epoch: z.optional(uuid),
  sentAt: instant,
  records: z.array(z.unknown()).check(z.maxLength(PUSH_LIMITS.records)),
})
export type PushRequest = z.infer<typeof pushRequest>

/**
 * What became of one record. `created` and `duplicate` are receipts: the record and every blob they name
 * are stored. `deferred` waits for blobs. `conflict`: same id, other content, both kept. `rejected`: kept
 * raw in quarantine, with why.
 */
export const pushOutcome = z.union([
  z.looseObject({
    id: z.string(),
    outcome: z.enum(['created', 'duplicate']),
    seq: z.int(),
    blobs: z.array(sha256),
  }),
  z.looseObject({ id: z.string(), outcome: z.literal('deferred'), missing: z.array(sha256) }),
  z.looseObject({ id: z.string(), outcome: z.literal('conflict') }),
  z.looseObject({
    /** Empty when the record had no readable id: the answers are in the order of the records. */
    id: z.string(),
    outcome: z.literal('rejected'),
    code: z.string(),
    field: z.optional(z.string()),
  }),
])
export type PushOutcome = z.infer<typeof pushOutcome>

export const pushAnswer = z.looseObject({
  ...mark,
  jalon: z.literal('push'),
  receivedAt: instant,
  outcomes: z.array(pushOutcome),
})
export type PushAnswer = z.infer<typeof pushAnswer>

/** `PATCH /api/blobs/<sha256>`, header `Upload-Offset`; `HEAD` answers the same header. */
export const blobAnswer = z.looseObject({
  ...mark,
  jalon: z.literal('blob'),
  sha256,
  /** Bytes stored so far; the blob is there when `complete`. */
  offset: z.int(),
  complete: z.boolean(),
})
export type BlobAnswer = z.infer<typeof blobAnswer>

/** `GET /api/pull?territory&after&limit`: what changed, newest state of each thing, in feed order. */
export const pullRow = z.looseObject({
  seq: z.int(),
  /** A catalogue entity, or `withdrawal` of something the reader may no longer see. */
  kind: z.enum(['trail', 'heritage-point', 'trail-report', 'answer', 'withdrawal']),
  id: z.string(),
  /** The entity (a GeoJSON Feature); trails also carry `status`. Absent for a withdrawal. */
  feature: z.optional(z.unknown()),
  status: z.optional(z.unknown()),
})
export type PullRow = z.infer<typeof pullRow>

export const pullAnswer = z.looseObject({
  ...mark,
  jalon: z.literal('pull'),
  rows: z.array(pullRow),
  next: z.int(),
  head: z.int(),
  more: z.boolean(),
  /** Blobs that this phone brought and that were spoiled since: please send them again, if they are still there. */
  wanted: z.optional(z.array(z.string())),
})
export type PullAnswer = z.infer<typeof pullAnswer>
