import { createHash, randomUUID, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SHA_256, SLUG } from '../../../domain/observation/ids.ts'
import { hashOfFile } from '../hash-of-file.ts'
import { appendAndSync, isAbsent, makeFolder, sizeOf } from '../synced-files.ts'
import type { AppendOutcome, StoredBlob, Piece } from './blobs.ts'
import { bytesOfChain, chainOf, type PieceStore, type StoredPiece } from './pieces.ts'

/**
 * Uploads on the way: each request writes a file of its own, `<territory>/ab/abcd….<offset>-<uuid>.part`, so that no
 * two of them, in whatever processes, ever write into one. Whoever sends a blob may stop and go on.
 */
export interface PartFiles {
  pathOf(territory: string, sha256: string): string
  /** How far the bytes that are kept reach without a gap. */
  offset(territory: string, sha256: string): Promise<number>
  /**
   * Adds a piece on disk. When it was the last one, the pieces are put together into a file of its own, and that file
   * is hashed; when the hash is right, it is handed to `finish`, which gives it its name or carries it away.
   */
  append(
    territory: string,
    sha256: string,
    piece: Piece,
    finish: (file: string) => Promise<void>,
  ): Promise<AppendOutcome>
  /** Writes bytes into a new file of this folder, on disk when it is given. */
  draft(territory: string, sha256: string, bytes: Piece['bytes']): Promise<string>
  /** Serial queue for each blob: two tabs may send the same photo at once. */
  inTurn<T>(territory: string, sha256: string, work: () => Promise<T>): Promise<T>
  /** Takes away what is unfinished and was not written to since. */
  removeUnused(territory: string, sha256: string, sinceMs: number): Promise<boolean>
  /** Every file of the folder that bears a blob's name. */
  list(): AsyncIterable<StoredBlob>
}

/** @param shared where pieces are kept once their request has ended; by default the folder itself */
export function partFiles(folder: string, shared?: PieceStore): PartFiles {
  const pathOf = (territory: string, sha256: string) => {
    // Both come from requests: nothing but a slug and a hash ever reaches the disk.
    if (!SLUG.test(territory) || !SHA_256.test(sha256)) throw new Error('Not the name of a blob.')
    return join(folder, territory, sha256.slice(0, 2), sha256)
  }
  const store = shared ?? piecesIn(pathOf)
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
  const draft: PartFiles['draft'] = async (territory, sha256, bytes) => {
    const path = pathOf(territory, sha256)
    await makeFolder(dirname(path))
    const file = `${path}.${randomUUID()}.part`
    await appendAndSync(file, bytes)
    return file
  }

  return {
    pathOf,
    inTurn,
    draft,
    offset: async (territory, sha256) => chainOf(await store.list(territory, sha256)).end,
    async append(territory, sha256, piece, finish) {
      const chain = chainOf(await store.list(territory, sha256))
      if (piece.length !== null && chain.end > piece.length) {
        // Longer than the blob: somebody's mistake, in which nobody could go on.
        await store.remove(chain.pieces)
        return { ok: false, why: 'offset', offset: 0 }
      }
      const at = chain.end
      if (at !== piece.offset) return { ok: false, why: 'offset', offset: at }
      const file = `${pathOf(territory, sha256)}.${at}-${randomUUID()}.part`
      await makeFolder(dirname(file))
      const most = Math.min(piece.length ?? piece.limit, piece.limit)
      const sum = { size: at, hash: at === 0 ? createHash('sha256') : undefined }
      const mine = () => ({ offset: at, bytes: sizeOf(file) ?? 0, place: file })
      try {
        await appendAndSync(file, measured(piece.bytes, sum, most))
      } catch (error) {
        // The line broke: what came before is gone on with, by whatever process gets the rest.
        await store.keep(territory, sha256, mine())
        throw error
      }
      const end = sum.size
      if (end > most) {
        await rm(file, { force: true })
        return { ok: false, why: 'too-large' }
      }
      if (end < (piece.length ?? end)) {
        await store.keep(territory, sha256, mine())
        return { ok: true, offset: end, complete: false }
      }
      const { whole, hash } =
        sum.hash !== undefined
          ? { whole: file, hash: sum.hash.digest('hex') }
          : await put(territory, sha256, [...chain.pieces, mine()])
      if (hash === sha256) await finish(whole)
      for (const one of new Set([file, whole])) await rm(one, { force: true })
      await store.remove(chain.pieces)
      if (hash !== sha256) return { ok: false, why: 'hash' }
      return { ok: true, offset: end, complete: true }
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

  /** One file of all the pieces, in order, and what it hashes to: the file is hashed, not what came. */
  async function put(territory: string, sha256: string, pieces: readonly StoredPiece[]) {
    const chain = chainOf(pieces)
    const open = (piece: StoredPiece) =>
      piece === pieces.at(-1) ? createReadStream(piece.place) : store.open(piece)
    const whole = await draft(territory, sha256, bytesOfChain(chain, chain.end, open))
    return { whole, hash: await hashOfFile(whole) }
  }
}

/** Pieces beside the blob's place, in files. */
function piecesIn(pathOf: PartFiles['pathOf']): PieceStore {
  return {
    async list(territory, sha256) {
      const path = pathOf(territory, sha256)
      const names = await namesIn(dirname(path))
      return names.flatMap((name) => {
        if (!name.startsWith(`${sha256}.`)) return []
        const offset = offsetIn(name.slice(sha256.length))
        const place = join(dirname(path), name)
        const bytes = offset === null ? undefined : sizeOf(place)
        return offset === null || bytes === undefined ? [] : [{ offset, bytes, place }]
      })
    },
    open: ({ place }) => createReadStream(place),
    keep: () => Promise.resolve(),
    async remove(pieces) {
      for (const { place } of pieces) await rm(place, { force: true })
    },
  }
}

/** `.part` alone is an upload of an earlier Jalon, from the start. */
function offsetIn(ending: string): number | null {
  if (ending === '.part') return 0
  const found = /^\.(\d+)-[0-9a-f-]{36}\.part$/.exec(ending)
  return found ? Number(found[1]) : null
}

/** The same bytes, counted and hashed on their way; none after those that make it larger than `most`. */
async function* measured(
  bytes: Piece['bytes'],
  sum: { size: number; readonly hash: Hash | undefined },
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

async function* listBlobs(folder: string): AsyncIterable<StoredBlob> {
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
