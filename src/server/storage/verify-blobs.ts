import { hashOfFile } from './hash-of-file.ts'
import { DamagedBlob, type Blobs } from './blobs/blobs.ts'
import type { Store } from './store.ts'

export interface BlobFaults {
  readonly blobs: number
  /** Hashes of blobs that are noted and not there. */
  readonly missing: readonly string[]
  /** Hashes of blobs whose bytes are no longer theirs. */
  readonly damaged: readonly string[]
}

/** Reads every photo and every raw fix that a territory has stored, and says which are not what they were. */
export async function verifyBlobs(
  { store, blobs }: { readonly store: Store; readonly blobs: Blobs },
  territory: string,
): Promise<BlobFaults> {
  const rows = await store.read((tx) => tx.blobs.list(territory))
  const names = rows.filter((row) => row.erasedAt === undefined).map((row) => row.sha256)
  const [missing, damaged]: [string[], string[]] = [[], []]
  for (const sha256 of names) {
    const isRight = await rightOf(blobs, territory, sha256)
    if (isRight === undefined) missing.push(sha256)
    else if (!isRight) damaged.push(sha256)
  }
  return { blobs: names.length, missing, damaged }
}

async function rightOf(blobs: Blobs, territory: string, sha256: string) {
  try {
    const hash = await blobs.withFile(territory, sha256, (file) => hashOfFile(file))
    return hash === undefined ? undefined : hash === sha256
  } catch (error) {
    if (error instanceof DamagedBlob) return false
    throw error
  }
}
