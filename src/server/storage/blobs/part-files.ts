import { createHash, randomUUID, type Hash } from 'node:crypto'
import { readdir, rm, stat, truncate } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SHA_256, SLUG } from '../../../domain/observation/ids.ts'
import { hashOfFile } from '../hash-of-file.ts'
import { appendAndSync, isAbsent, makeFolder, sizeOf } from '../synced-files.ts'
import type { AppendOutcome, KeptBlob, Piece } from './blobs.ts'

/** A blob being received is `<territory>/ab/abcd….part`: whoever sends it may stop and go on. */
export interface PartFiles {
  pathOf(territory: string, sha256: string): string
  offset(territory: string, sha256: string): number
  /**
   * Adds a piece on disk. When it was the last one and the hash is right, hands the file to `finish`,
   * which gives it its name or carries it away.
   */
  append(
    territory: string,
    sha256: string,
    piece: Piece,
    finish: (part: string) => Promise<void>,
  ): Promise<AppendOutcome>
  /** Writes bytes into a new file of this folder, on disk when it is given. */
  draft(territory: string, sha256: string, bytes: Piece['bytes']): Promise<string>
  /** One at a time for each blob: two tabs may send the same photo at once. */
  inTurn<T>(territory: string, sha256: string, work: () => Promise<T>): Promise<T>
  /** Takes away what is unfinished and was not written to since. */
  removeUnused(territory: string, sha256: string, sinceMs: number): Promise<boolean>
  /** Every file of the folder that bears a blob's name. */
  list(): AsyncIterable<KeptBlob>
}

export function partFiles(folder: string): PartFiles {
  const pathOf = (territory: string, sha256: string) => {
    // Both come from requests: nothing but a slug and a hash ever reaches the disk.
    if (!SLUG.test(territory) || !SHA_256.test(sha256)) throw new Error('Not the name of a blob.')
    return join(folder, territory, sha256.slice(0, 2), sha256)
  }
  const turns = new Map<string, Promise<unknown>>()

  const inTurn: PartFiles['inTurn'] = async (territory, sha256, work) => {
    const path = pathOf(territory, sha256)
    const before = turns.get(path) ?? Promise.resolve()
    const mine = before.then(work, work)
    turns.set(path, mine)
    try {
      return await mine
    } finally {
      if (turns.get(path) === mine) turns.delete(path)
    }
  }
  const partOf = (territory: string, sha256: string) => `${pathOf(territory, sha256)}.part`
  const offset: PartFiles['offset'] = (territory, sha256) => sizeOf(partOf(territory, sha256)) ?? 0

  return {
    pathOf,
    inTurn,
    offset,
    async append(territory, sha256, piece, finish) {
      const part = partOf(territory, sha256)
      const at = offset(territory, sha256)
      if (piece.length !== null && at > piece.length) {
        // Longer than the blob: somebody's mistake, in which nobody could go on.
        await rm(part, { force: true })
        return { ok: false, why: 'offset', offset: 0 }
      }
      if (at !== piece.offset) return { ok: false, why: 'offset', offset: at }
      await makeFolder(dirname(part))
      const most = Math.min(piece.length ?? piece.limit, piece.limit)
      const hash = at === 0 ? createHash('sha256') : undefined
      const sum = { size: at, hash }
      await appendAndSync(part, measured(piece.bytes, sum, most))
      const stored = sum.size
      if (stored > most) {
        await truncate(part, at)
        return { ok: false, why: 'too-large' }
      }
      if (stored < (piece.length ?? stored)) return { ok: true, offset: stored, complete: false }
      // What came in one piece was hashed on its way.
      if ((hash ? hash.digest('hex') : await hashOfFile(part)) !== sha256) {
        await rm(part, { force: true })
        return { ok: false, why: 'hash' }
      }
      await finish(part)
      return { ok: true, offset: stored, complete: true }
    },
    async draft(territory, sha256, bytes) {
      const path = pathOf(territory, sha256)
      await makeFolder(dirname(path))
      const draft = `${path}.${randomUUID()}.part`
      await appendAndSync(draft, bytes)
      return draft
    },
    async removeUnused(territory, sha256, sinceMs) {
      const path = pathOf(territory, sha256)
      let removed = false
      for (const name of await namesIn(dirname(path))) {
        if (!name.startsWith(`${sha256}.`)) continue
        const file = join(dirname(path), name)
        const found = await stat(file).catch(() => null)
        if (!found || found.mtimeMs >= sinceMs) continue
        await rm(file, { force: true })
        removed = true
      }
      return removed
    },
    list: () => listBlobs(folder),
  }
}

/** The same bytes, counted and hashed on their way; none after those that make it larger than `most`. */
async function* measured(
  bytes: Piece['bytes'],
  sum: { size: number; readonly hash?: Hash | undefined },
  most: number,
): AsyncIterable<Uint8Array> {
  for await (const chunk of bytes) {
    sum.size += chunk.length
    if (sum.size > most) return
    sum.hash?.update(chunk)
    yield chunk
  }
}

const NAME = /^([0-9a-f]{64})(\.[0-9a-f-]+)?(\.part)?$/

async function* listBlobs(folder: string): AsyncIterable<KeptBlob> {
  for (const territory of await namesIn(folder)) {
    if (!SLUG.test(territory)) continue
    for (const group of await namesIn(join(folder, territory))) {
      for (const name of await namesIn(join(folder, territory, group))) {
        const [, sha256, , part] = NAME.exec(name) ?? []
        if (sha256 === undefined) continue
        const kept = await stat(join(folder, territory, group, name)).catch(() => null)
        if (!kept) continue
        const { size: bytes, mtimeMs: usedAtMs } = kept
        yield { territory, sha256, whole: part === undefined, bytes, usedAtMs }
      }
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isAbsent(error) || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return []
    throw error
  }
}
