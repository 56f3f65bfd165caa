import { createHash } from 'node:crypto'
import { DamagedBlob } from './blobs.ts'

/**
 * The same bytes, hashed as they go by. The last piece is held back until the hash is known to be the name: of a
 * blob that was spoiled where it lies, nobody ever gets the whole.
 */
export function verifiedStream(
  body: ReadableStream<Uint8Array>,
  territory: string,
  sha256: string,
): ReadableStream<Uint8Array> {
  const hash = createHash('sha256')
  let held: Uint8Array | undefined
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        hash.update(chunk)
        if (held) controller.enqueue(held)
        held = chunk
      },
      flush(controller) {
        if (hash.digest('hex') !== sha256) throw new DamagedBlob(territory, sha256)
        if (held) controller.enqueue(held)
      },
    }),
  )
}

/** Bytes that were read whole, when they are that blob. */
export function verifiedBytes(bytes: Uint8Array, territory: string, sha256: string): Uint8Array {
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes
  throw new DamagedBlob(territory, sha256)
}
