import type { BlobReference } from '../../domain/observation/observation.ts'
import type { Failure } from '../services/api-client.ts'
import type { SyncOptions } from './sync-options.ts'

/** One request carries this much: a cut costs no more than that. */
const PIECE_BYTES = 512 * 1024

export type UploadOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: Failure }
  | { readonly ok: false; readonly missing: true }

/**
 * Resumable, idempotent upload: brings one blob to the server, from where the last attempt was cut. The name is the hash, so asking
 * where to go on, sending and sending twice are one and the same.
 */
export async function uploadBlob(
  { api, storage }: Pick<SyncOptions, 'api' | 'storage'>,
  { sha256, mediaType, bytes }: BlobReference,
  /** False on a first attempt: then nothing is there, and asking would only cost a request. */
  resume: boolean,
): Promise<UploadOutcome> {
  const blob = await storage.blobs.get(sha256)
  if (!blob) return whetherServerHas(api, { sha256, bytes })
  const total = blob.bytes.byteLength
  let offset = (resume ? await api.blobOffset(sha256) : null) ?? 0
  for (let requests = 0; ; requests += 1) {
    const piece = blob.bytes.slice(offset, offset + PIECE_BYTES)
    const answer = await api.sendBlob(sha256, offset, total, piece, mediaType)
    if (!answer.ok) {
      const moved = answer.why === 'problem' && answer.problem.problem === 'blob-offset'
      const found = moved && requests < 20 ? await api.blobOffset(sha256) : null
      if (found === null || found === offset) return { ok: false, failure: answer }
      offset = found
      continue
    }
    if (answer.value.sha256 !== sha256) {
      return { ok: false, failure: { ok: false, why: 'stranger', status: 200 } }
    }
    if (answer.value.complete) return { ok: true }
    if (answer.value.offset <= offset) {
      return { ok: false, failure: { ok: false, why: 'stranger', status: 200 } }
    }
    offset = answer.value.offset
  }
}

/** A photo that made room here is on the server, or was once: what counts is whether it is there now. */
async function whetherServerHas(
  api: Pick<SyncOptions['api'], 'blobOffset'>,
  { sha256, bytes }: Pick<BlobReference, 'sha256' | 'bytes'>,
): Promise<UploadOutcome> {
  const offset = await api.blobOffset(sha256)
  if (offset === null) return { ok: false, failure: { ok: false, why: 'no-network' } }
  return offset === bytes ? { ok: true } : { ok: false, missing: true }
}
