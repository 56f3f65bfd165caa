import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, utimesSync } from 'node:fs'
import { copyFile, readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { hashOfFile } from '../hash-of-file.ts'
import { isAbsent, makeFolder, nameFile, sizeOf, syncFile } from '../synced-files.ts'
import type { Blobs } from './blobs.ts'
import { partFiles } from './part-files.ts'
import { verifiedBytes, verifiedStream } from './verified-stream.ts'

/** Blobs in files of one folder: `<territory>/ab/abcd…`. */
export interface BlobFiles extends Blobs {
  /** Where the file of a whole blob is. */
  pathOf(territory: string, sha256: string): string
}

/**
 * Content-addressed files. A blob being received is `.part` files beside its place; it gets its name, by an atomic
 * rename, when it is whole, its hash is right, and its bytes are on disk.
 */
export function blobFiles(folder: string): BlobFiles {
  const parts = partFiles(folder)
  const pathOf = (territory: string, sha256: string) => parts.pathOf(territory, sha256)

  const progress: Blobs['progress'] = async (territory, sha256, isSpoiled = false) => {
    const whole = isSpoiled ? undefined : sizeOf(pathOf(territory, sha256))
    if (whole !== undefined) return { offset: whole, complete: true }
    return { offset: await parts.offset(territory, sha256), complete: false }
  }
  /** Existence is not completeness: what lies there is hashed before its bytes are refused. */
  const isGood = async (path: string, sha256: string) =>
    sizeOf(path) !== undefined && (await hashOfFile(path)) === sha256
  const remove: Blobs['remove'] = async (territory, sha256) => {
    await parts.removeUnused(territory, sha256, Infinity)
    await rm(pathOf(territory, sha256), { force: true })
  }

  return {
    pathOf,
    progress,
    append(territory, sha256, piece) {
      return parts.inTurn(territory, sha256, async () => {
        const path = pathOf(territory, sha256)
        if (await isGood(path, sha256)) return { ok: true, offset: sizeOf(path)!, complete: true }
        return parts.append(territory, sha256, piece, (part) => nameFile(part, path))
      })
    },
    async put(territory, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(territory, sha256)
      if (await isGood(path, sha256)) return sha256
      await nameFile(await parts.draft(territory, sha256, [bytes]), path)
      return sha256
    },
    async putFile(territory, sha256, file) {
      const path = pathOf(territory, sha256)
      if (await isGood(path, sha256)) return true
      await makeFolder(dirname(path))
      const draft = `${path}.${randomUUID()}.part`
      await copyFile(file, draft)
      // The copy is looked at, not the file: what is kept is what was checked.
      if ((await hashOfFile(draft)) !== sha256) {
        await rm(draft, { force: true })
        return false
      }
      await syncFile(draft)
      await nameFile(draft, path)
      return true
    },
    async read(territory, sha256) {
      try {
        return verifiedBytes(await readFile(pathOf(territory, sha256)), territory, sha256)
      } catch (error) {
        if (isAbsent(error)) return undefined
        throw error
      }
    },
    stream(territory, sha256) {
      return new Promise((give) => {
        const path = pathOf(territory, sha256)
        const bytes = sizeOf(path)
        if (bytes === undefined) return give(undefined)
        const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
        give({ bytes, body: verifiedStream(body, territory, sha256) })
      })
    },
    async withFile(territory, sha256, work) {
      const path = pathOf(territory, sha256)
      if (sizeOf(path) === undefined) return undefined
      // Somebody may be about to name it: it is not abandoned.
      const now = new Date()
      utimesSync(path, now, now)
      return work(path)
    },
    remove,
    async removeUnused({ territory, sha256, whole }, sinceMs) {
      if (!whole) return parts.removeUnused(territory, sha256, sinceMs)
      const path = pathOf(territory, sha256)
      const found = await stat(path).catch(() => null)
      if (!found || found.mtimeMs >= sinceMs) return false
      await rm(path, { force: true })
      return true
    },
    list: () => parts.list(),
    check: () => makeFolder(folder),
  }
}
