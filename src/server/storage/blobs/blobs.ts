/**
 * Blobs by the hash of their bytes, in files or in an S3-compatible store: one contract, held by both
 * (`tests/server/storage/blobs/blobs.contract.ts`). What is named is whole, and its hash is its name.
 */
export interface Blobs {
  /**
   * Bytes stored so far, and whether the blob is whole.
   * @param isSpoiled what lies in its place is known not to be it: only what came since counts
   */
  progress(
    territory: string,
    sha256: string,
    isSpoiled?: boolean,
  ): Promise<{ readonly offset: number; readonly complete: boolean }>
  /**
   * Adds bytes at an offset, as they come in: never the whole blob in memory. Idempotent: of a blob that is whole
   * nothing is added, unless its bytes turn out to be spoiled; then the new ones take their place.
   */
  append(territory: string, sha256: string, piece: Piece): Promise<AppendOutcome>
  /** Stores a whole blob under the name it has. */
  put(territory: string, bytes: Uint8Array): Promise<string>
  /** Stores a copy of a file; `false`, and nothing is stored, when its bytes are not that blob. */
  putFile(territory: string, sha256: string, file: string): Promise<boolean>
  /** The whole of it, in memory: for records, not for photos. Fails when it is not what was stored. */
  read(territory: string, sha256: string): Promise<Uint8Array | undefined>
  /** Its bytes, one after another; breaks off before the end when they are not what was stored. */
  stream(territory: string, sha256: string): Promise<BlobStream | undefined>
  /** Lends a file with its bytes, which is nobody's to keep; `undefined` when there is no such blob. */
  withFile<T>(
    territory: string,
    sha256: string,
    work: (file: string) => Promise<T>,
  ): Promise<T | undefined>
  /** Takes it away, and what there is of it. */
  remove(territory: string, sha256: string): Promise<void>
  /** Takes away what was listed, and only that, unless somebody used it since; then `false`. */
  removeUnused(kept: StoredBlob, sinceMs: number): Promise<boolean>
  /** Everything that is there, whole or not, in no order. */
  list(): AsyncIterable<StoredBlob>
  /** Fails when blobs could not be kept at all: asked once, at the start. */
  check(): Promise<void>
}

export interface Piece {
  readonly offset: number
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Size of the whole blob; `null`: it ends where this piece ends. */
  readonly length: number | null
  /** No blob may be larger. */
  readonly limit: number
}

export type AppendOutcome =
  | { readonly ok: true; readonly offset: number; readonly complete: boolean }
  /** The sender is elsewhere. */
  | { readonly ok: false; readonly why: 'offset'; readonly offset: number }
  /** The bytes are not that blob; more bytes than there may be. */
  | { readonly ok: false; readonly why: 'hash' | 'too-large' }

export interface BlobStream {
  readonly bytes: number
  readonly body: ReadableStream
}

export interface StoredBlob {
  readonly territory: string
  readonly sha256: string
  /** `false` for an upload that is not finished. */
  readonly whole: boolean
  readonly bytes: number
  /** When it was last written to, or read by somebody who may be about to name it. */
  readonly usedAtMs: number
}

/** The bytes that lie there are not those that were stored. */
export class DamagedBlob extends Error {
  readonly territory: string
  readonly sha256: string
  constructor(territory: string, sha256: string) {
    super(`${territory}/${sha256} is not what was stored.`)
    this.territory = territory
    this.sha256 = sha256
  }
}

/** It is noted, and no bytes lie there. */
export class MissingBlob extends Error {
  constructor(territory: string, sha256: string) {
    super(`${territory}/${sha256} is not there.`)
  }
}

/** The place of blobs cannot be used: `reason` is what it says itself. */
export class BlobsUnreachable extends Error {
  readonly code: 'no-bucket' | 'refused' | 'away'
  readonly reason: string
  constructor(code: BlobsUnreachable['code'], reason: string) {
    super(`${code}: ${reason}`)
    this.code = code
    this.reason = reason
  }
}
