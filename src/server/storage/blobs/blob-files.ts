import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SHA_256, SLUG } from '../../../domain/observation/ids.ts'

/**
 * Blobs in files named by the hash of their bytes: `<territory>/ab/abcd…`. A blob being received is a `.part`
 * beside it; it gets its name when it is whole, its hash is right, and its bytes are on disk.
 */
export interface BlobFiles {
  /** Bytes stored so far, and whether the blob is whole. */
  progress(
    territory: string,
    sha256: string,
  ): Promise<{ readonly offset: number; readonly complete: boolean }>
  /** Adds bytes at an offset. `offset`: the sender is elsewhere; `hash`: the bytes are not that blob. */
  append(territory: string, sha256: string, piece: Piece): Promise<AppendOutcome>
  /** Stores a whole blob under the name it has. */
  put(territory: string, bytes: Uint8Array): Promise<string>
  read(territory: string, sha256: string): Promise<Uint8Array | undefined>
  remove(territory: string, sha256: string): Promise<void>
  /** Where the file of a whole blob is. */
  pathOf(territory: string, sha256: string): string
}

export interface Piece {
  readonly offset: number
  readonly chunk: Uint8Array
  /** Size of the whole blob. */
  readonly length: number
}

export type AppendOutcome =
  | { readonly ok: true; readonly offset: number; readonly complete: boolean }
  | { readonly ok: false; readonly why: 'offset'; readonly offset: number }
  | { readonly ok: false; readonly why: 'hash' }

export function blobFiles(folder: string): BlobFiles {
  const pathOf = (territory: string, sha256: string) => {
    // Both come from requests: nothing but a slug and a hash ever reaches the disk.
    if (!SLUG.test(territory) || !SHA_256.test(sha256)) throw new Error('Not the name of a blob.')
    return join(folder, territory, sha256.slice(0, 2), sha256)
  }
  /** One writer per blob at a time: two tabs may send the same photo at once. */
  const turns = new Map<string, Promise<unknown>>()

  const inTurn = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    const before = turns.get(path) ?? Promise.resolve()
    const mine = before.then(work, work)
    turns.set(path, mine)
    try {
      return await mine
    } finally {
      if (turns.get(path) === mine) turns.delete(path)
    }
  }

  const progressOf = async (path: string) => {
    const whole = await sizeOf(path)
    if (whole !== undefined) return { offset: whole, complete: true }
    return { offset: (await sizeOf(`${path}.part`)) ?? 0, complete: false }
  }

  return {
    pathOf,
    progress: (territory, sha256) => progressOf(pathOf(territory, sha256)),
    append(territory, sha256, { offset, chunk, length }) {
      const path = pathOf(territory, sha256)
      return inTurn(path, async () => {
        const now = await progressOf(path)
        if (now.complete) return { ok: true, ...now }
        if (now.offset > length) {
          // Longer than the blob: somebody's mistake, in which nobody could go on.
          await rm(`${path}.part`, { force: true })
          return { ok: false, why: 'offset', offset: 0 }
        }
        if (now.offset !== offset) return { ok: false, why: 'offset', offset: now.offset }
        await makeFolder(dirname(path))
        await appendAndSync(`${path}.part`, chunk)
        const stored = offset + chunk.length
        if (stored < length) return { ok: true, offset: stored, complete: false }
        if (!(await finish(path, sha256))) return { ok: false, why: 'hash' }
        return { ok: true, offset: stored, complete: true }
      })
    },
    async put(territory, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(territory, sha256)
      if ((await progressOf(path)).complete) return sha256
      await makeFolder(dirname(path))
      const draft = `${path}.${randomUUID()}.part`
      await appendAndSync(draft, bytes)
      await rename(draft, path)
      await syncFolder(dirname(path))
      return sha256
    },
    async read(territory, sha256) {
      try {
        return await readFile(pathOf(territory, sha256))
      } catch (error) {
        if (isAbsent(error)) return undefined
        throw error
      }
    },
    remove: (territory, sha256) => rm(pathOf(territory, sha256), { force: true }),
  }
}

/** The part has all its bytes: gives it its name when they are the right ones. */
async function finish(path: string, sha256: string): Promise<boolean> {
  const part = `${path}.part`
  if ((await hashOfFile(part)) !== sha256) {
    await rm(part, { force: true })
    return false
  }
  await rename(part, path)
  await syncFolder(dirname(path))
  return true
}

async function appendAndSync(file: string, chunk: Uint8Array): Promise<void> {
  const handle = await open(file, 'a')
  try {
    await writeAll(handle, chunk)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, written)
    written += bytesWritten
  }
}

/** A new folder is on disk when the folder above it is. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  for (let above = dirname(folder); above.length >= dirname(first).length; above = dirname(above)) {
    await syncFolder(above)
  }
}

/** A new name is on disk when its folder is. Windows cannot sync folders, nor needs to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
