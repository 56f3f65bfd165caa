import type { Context } from 'hono'
import * as z from 'zod/mini'
import { Problem } from '../../contract/problem.ts'
import { BLOB_LIMIT_BYTES, type BlobAnswer } from '../../contract/protocol.ts'
import { DAY_MS } from '../../domain/day.ts'
import { SHA_256 } from '../../domain/observation/ids.ts'
import { FIX_FILE_MEDIA_TYPE } from '../../domain/observation/fix-file.ts'
import { isVoiceMediaType, VOICE_EXTENSIONS } from '../../domain/observation/voice.ts'
import type { Env, Routes } from '../http/routes.ts'
import { readQuery } from '../http/query.ts'
import { answerSound } from '../http/answer-sound.ts'
import { bodyWithTimeout } from '../http/body-with-timeout.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { authorise, sessionThatBrings } from '../access/session-cookie.ts'
import { MissingBlob } from '../storage/blobs/blobs.ts'
import { mayReadBlob } from './may-read-blob.ts'
import { receiveBlobPiece } from './receive-blob.ts'
import { revokedQuota } from './revoked-quota.ts'
import { concurrentUploads } from './concurrent-uploads.ts'
import type { SyncServices } from './sync-services.ts'

const PIECES_PER_MINUTE = 3_000
/** Fifty times the fullest day of a walker: one phone does not fill the disk of all. */
export const BYTES_PER_DAY = 4_000_000_000
const photoQuery = z.looseObject({ size: z._default(z.enum(['large', 'small']), 'large') })

/** Create, look up, dedupe and resume in one resource, named by the hash of its bytes. */
export const blobRoutes: Routes<SyncServices> = (app, services) => {
  const { blobs, photos, store, identity, nowMs } = services
  const pieces = rateLimit(PIECES_PER_MINUTE)
  const bytesOfDay = rateLimit(BYTES_PER_DAY, DAY_MS)
  const quota = revokedQuota(services)
  const underWay = concurrentUploads()
  const path = '/api/blobs/:sha256'

  app.patch(path, async (c) => {
    const session = await sessionThatBrings(c, services)
    const { territory, device } = session
    pieces.count(device, nowMs())
    const sha256 = nameOf(c)
    const offset = headerNumber(c, 'Upload-Offset')
    // Without `Upload-Length` the piece is the rest of the blob.
    const length = lengthOf(c, offset)
    const bytes = announced(c, offset, length)
    bytesOfDay.count(device, nowMs(), bytes)
    await quota(session, { bytes })
    const body = bodyWithTimeout(c)
    const piece = { territory, sha256, offset, length, bytes: body }
    const upload = { territory, sha256, device, body }
    const stored = await underWay(upload, () => receiveBlobPiece(services, piece))
    services.metrics.blobBytesReceived(Math.max(0, stored.offset - offset))
    if (stored.complete) await services.intake.blob(territory, sha256)
    c.header('Upload-Offset', String(stored.offset))
    const answer: BlobAnswer = { jalon: 'blob', ...identity, sha256, ...stored }
    return c.json(answer)
  })

  /** How much is there: what an upload resumes from. */
  const progress = async (c: Context<Env>) => {
    const { territory } = await sessionThatBrings(c, services)
    const sha256 = nameOf(c)
    const row = await store.ask((tx) => tx.blobs.get(territory, sha256))
    const isSpoiled = row?.damagedAt !== undefined
    const { offset, complete } = await blobs.progress(territory, sha256, isSpoiled)
    if (offset === 0) throw new Problem('not-found')
    c.header('Upload-Offset', String(offset))
    c.header('Upload-Complete', complete ? '?1' : '?0')
    c.header('X-Jalon', identity.server)
    c.header('Cache-Control', 'no-store')
    return c.body(null, 200)
  }

  app.get(path, async (c) => {
    // The router knows no HEAD of its own: it runs GET and drops the body.
    if (c.req.method === 'HEAD') return progress(c)
    const sha256 = nameOf(c)
    const session = await authorise(c, services, 'read-own-blob')
    const { territory } = session
    const row = await store.read(async (tx) =>
      (await mayReadBlob(tx, session, sha256)) ? tx.blobs.get(territory, sha256) : undefined,
    )
    if (!row || row.erasedAt !== undefined) throw new Problem('not-found')
    c.header('Cache-Control', 'private, max-age=31536000, immutable')
    if (row.content === 'photo') {
      const jpeg = await photos.jpeg(territory, sha256, readQuery(c, photoQuery).size)
      if (!jpeg) throw new Problem('not-an-image')
      return c.body(Buffer.from(jpeg), 200, { 'Content-Type': 'image/jpeg' })
    }
    if (isVoiceMediaType(row.content)) {
      const sound = await blobs.read(territory, sha256)
      if (!sound) throw new MissingBlob(territory, sha256)
      const name = `${sha256.slice(0, 12)}.${VOICE_EXTENSIONS[row.content]}`
      return answerSound(c, sound, { mediaType: row.content, name })
    }
    const found = await blobs.stream(territory, sha256)
    if (!found) throw new MissingBlob(territory, sha256)
    const type = row.content === 'fixes' ? FIX_FILE_MEDIA_TYPE : 'application/octet-stream'
    return c.body(found.body, 200, {
      'Content-Type': type,
      'Content-Length': String(found.bytes),
      'Content-Disposition': 'attachment',
    })
  })
}

function nameOf(c: Context<Env>): string {
  const sha256 = c.req.param('sha256') ?? ''
  if (!SHA_256.test(sha256)) throw new Problem('invalid-request', { field: 'sha256' })
  return sha256
}

/** What is announced is believed for refusing early; what comes is counted. */
function lengthOf(c: Context<Env>, offset: number): number | null {
  const sent =
    c.req.header('Content-Length') === undefined ? null : headerNumber(c, 'Content-Length')
  const announced = c.req.header('Upload-Length')
  const length = announced === undefined ? null : headerNumber(c, 'Upload-Length')
  const least = offset + (sent ?? 0)
  if (least > (length ?? BLOB_LIMIT_BYTES)) {
    throw new Problem('too-large', { params: { limit: BLOB_LIMIT_BYTES } })
  }
  return length ?? (sent === null ? null : least)
}

/** What a piece may bring at most, before a byte of it is read. */
function announced(c: Context<Env>, offset: number, length: number | null): number {
  const rest = Math.max(0, (length ?? BLOB_LIMIT_BYTES) - offset)
  return Math.min(headerNumber(c, 'Content-Length', rest), rest)
}

function headerNumber(c: Context<Env>, name: string, otherwise = 0): number {
  const text = c.req.header(name)
  if (text === undefined) return otherwise
  if (!/^\d{1,12}$/.test(text)) throw new Problem('invalid-request', { field: name })
  return Number(text)
}
