import type { Context } from 'hono'
import * as z from 'zod/mini'
import { Problem } from '../../contract/problem.ts'
import { BLOB_LIMIT_BYTES, type BlobAnswer } from '../../contract/protocol.ts'
import { SHA_256 } from '../../domain/observation/ids.ts'
import { FIX_FILE_MEDIA_TYPE } from '../../domain/observation/fix-file.ts'
import type { Env, Routes } from '../http/routes.ts'
import { readQuery } from '../http/query.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { readBytes } from '../http/request-body.ts'
import { authorise } from '../http/session-cookie.ts'
import { mayReadBlob } from './may-read-blob.ts'
import { receiveBlobPiece } from './receive-blob.ts'
import { receiveWaiting } from './receive-records.ts'

const PIECES_PER_MINUTE = 3_000
const photoQuery = z.looseObject({ size: z._default(z.enum(['large', 'small']), 'large') })

/** Create, look up, dedupe and resume in one resource, named by the hash of its bytes. */
export const blobRoutes: Routes = (app, services) => {
  const { blobs, photos, store, identity, nowMs } = services
  const pieces = rateLimit(PIECES_PER_MINUTE)
  const path = '/api/blobs/:sha256'

  app.patch(path, async (c) => {
    const { territory, device } = await authorise(c, services, 'write-blob')
    pieces.count(device, nowMs())
    const sha256 = nameOf(c)
    const offset = headerNumber(c, 'Upload-Offset')
    const chunk = await readBytes(c, BLOB_LIMIT_BYTES)
    // Without `Upload-Length` the piece is the rest of the blob.
    const length = headerNumber(c, 'Upload-Length', offset + chunk.length)
    const piece = { territory, sha256, offset, length, chunk }
    const stored = await receiveBlobPiece(services, piece)
    if (stored.complete) await receiveWaiting(services, territory, sha256)
    c.header('Upload-Offset', String(stored.offset))
    const answer: BlobAnswer = { jalon: 'blob', ...identity, sha256, ...stored }
    return c.json(answer)
  })

  /** How much is there: what an upload resumes from. */
  const progress = async (c: Context<Env>) => {
    const { territory } = await authorise(c, services, 'write-blob')
    const { offset, complete } = await blobs.progress(territory, nameOf(c))
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
    const bytes = await blobs.read(territory, sha256)
    if (!bytes) throw new Problem('not-found')
    const type = row.content === 'fixes' ? FIX_FILE_MEDIA_TYPE : 'application/octet-stream'
    return c.body(Buffer.from(bytes), 200, {
      'Content-Type': type,
      'Content-Disposition': 'attachment',
    })
  })
}

function nameOf(c: Context<Env>): string {
  const sha256 = c.req.param('sha256') ?? ''
  if (!SHA_256.test(sha256)) throw new Problem('invalid-request', { field: 'sha256' })
  return sha256
}

function headerNumber(c: Context<Env>, name: string, otherwise = 0): number {
  const text = c.req.header(name)
  if (text === undefined) return otherwise
  if (!/^\d{1,12}$/.test(text)) throw new Problem('invalid-request', { field: name })
  return Number(text)
}
