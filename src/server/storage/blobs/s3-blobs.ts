import { createHash, randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { SHA_256, SLUG } from '../../../domain/observation/ids.ts'
import { hashOfFile } from '../hash-of-file.ts'
import { makeFolder, sizeOf } from '../synced-files.ts'
import { DamagedBlob, type Blobs } from './blobs.ts'
import { partFiles } from './part-files.ts'
import type { PieceStore, StoredPiece } from './pieces.ts'
import { verifiedBytes, verifiedStream } from './verified-stream.ts'
import { s3Client, type S3Client, type S3Place } from './s3-client.ts'

/** How long a blob that was looked at counts as used: a push names it within seconds. */
const REMEMBERED_MS = 3_600_000

/**
 * Blobs in an S3-compatible store: `<prefix><territory>/ab/abcd…`; pieces of an upload that stopped lie beside them, as
 * `….parts/<offset>-<bytes>-<uuid>`, so that any process may take the rest. What is being received, and what is lent as
 * a file, lies in a local folder; nothing counts as kept before the store has it and has checked its hash. Conditional
 * PUT is never relied on: every object is written under a name of its own, or holds what its name says.
 */
export function s3Blobs(place: S3Place, folder: string, client: S3Client = s3Client(place)): Blobs {
  const nameOf = (territory: string, sha256: string) => {
    // Both come from requests: nothing but a slug and a hash ever becomes a name.
    if (!SLUG.test(territory) || !SHA_256.test(sha256)) throw new Error('Not the name of a blob.')
    return `${territory}/${sha256.slice(0, 2)}/${sha256}`
  }
  const parts = partFiles(folder, piecesInBucket(client, nameOf))
  const used = new Map<string, number>()

  const progress: Blobs['progress'] = async (territory, sha256, isSpoiled = false) => {
    const whole = isSpoiled ? undefined : await client.head(nameOf(territory, sha256))
    if (whole !== undefined) return { offset: whole, complete: true }
    return { offset: await parts.offset(territory, sha256), complete: false }
  }
  const send = async (territory: string, sha256: string, file: string) => {
    await client.putFile(nameOf(territory, sha256), file, sha256)
  }
  const removePieces = async (territory: string, sha256: string, sinceMs: number) => {
    let removed = await parts.removeUnused(territory, sha256, sinceMs)
    for await (const { name, changedAtMs } of client.list(`${nameOf(territory, sha256)}.parts/`)) {
      if (changedAtMs >= sinceMs) continue
      await client.remove(name)
      removed = true
    }
    return removed
  }
  const remove: Blobs['remove'] = async (territory, sha256) => {
    await removePieces(territory, sha256, Infinity)
    await client.remove(nameOf(territory, sha256))
  }
  /** A local copy, its hash checked: what comes back from a store is not believed. */
  const fetched = async (territory: string, sha256: string): Promise<string | undefined> => {
    const found = await client.get(nameOf(territory, sha256))
    if (!found) return undefined
    const copy = await parts.draft(territory, sha256, found.body as AsyncIterable<Uint8Array>)
    if ((await hashOfFile(copy)) === sha256) return copy
    await rm(copy, { force: true })
    throw new DamagedBlob(territory, sha256)
  }
  /** Existence is not completeness: what lies there is fetched and hashed before new bytes are refused. */
  const goodSize = async (territory: string, sha256: string): Promise<number | undefined> => {
    try {
      const copy = await fetched(territory, sha256)
      if (copy === undefined) return undefined
      const bytes = sizeOf(copy)
      await rm(copy, { force: true })
      return bytes
    } catch (error) {
      if (error instanceof DamagedBlob) return undefined
      throw error
    }
  }

  return {
    progress,
    append(territory, sha256, piece) {
      return parts.inTurn(territory, sha256, async () => {
        const whole = await goodSize(territory, sha256)
        if (whole !== undefined) return { ok: true, offset: whole, complete: true }
        return parts.append(territory, sha256, piece, async (part) => {
          await send(territory, sha256, part)
          await rm(part, { force: true })
        })
      })
    },
    async put(territory, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      if ((await goodSize(territory, sha256)) !== undefined) return sha256
      const draft = await parts.draft(territory, sha256, [bytes])
      await send(territory, sha256, draft).finally(() => rm(draft, { force: true }))
      return sha256
    },
    async putFile(territory, sha256, file) {
      if ((await goodSize(territory, sha256)) !== undefined) return true
      if ((await hashOfFile(file)) !== sha256) return false
      await send(territory, sha256, file)
      return true
    },
    async read(territory, sha256) {
      const found = await client.get(nameOf(territory, sha256))
      if (!found) return undefined
      const chunks: Uint8Array[] = []
      for await (const chunk of found.body as AsyncIterable<Uint8Array>) chunks.push(chunk)
      return verifiedBytes(Buffer.concat(chunks), territory, sha256)
    },
    async stream(territory, sha256) {
      const found = await client.get(nameOf(territory, sha256))
      return found && { ...found, body: verifiedStream(found.body, territory, sha256) }
    },
    async withFile(territory, sha256, work) {
      remember(used, nameOf(territory, sha256))
      const file = await fetched(territory, sha256)
      if (file === undefined) return undefined
      try {
        return await work(file)
      } finally {
        await rm(file, { force: true })
      }
    },
    remove,
    async removeUnused({ territory, sha256, whole, usedAtMs }, sinceMs) {
      if (!whole) return removePieces(territory, sha256, sinceMs)
      const name = nameOf(territory, sha256)
      if (Math.max(usedAtMs, used.get(name) ?? 0) >= sinceMs) return false
      await client.remove(name)
      return true
    },
    async *list() {
      yield* parts.list()
      for await (const { name, bytes, changedAtMs } of client.list()) {
        const [territory = '', , last = ''] = name.split('/')
        const sha256 = last.slice(0, 64)
        const whole = sha256 === last
        const isOurs = whole || last === `${sha256}.parts`
        if (!SLUG.test(territory) || !SHA_256.test(sha256) || !isOurs) continue
        yield { territory, sha256, whole, bytes, usedAtMs: changedAtMs }
      }
    },
    async check() {
      await makeFolder(folder)
      await client.check()
    },
  }
}

/** Pieces of unfinished uploads as objects, each under a name of its own. */
function piecesInBucket(
  client: S3Client,
  nameOf: (territory: string, sha256: string) => string,
): PieceStore {
  return {
    async list(territory, sha256) {
      const start = `${nameOf(territory, sha256)}.parts/`
      const pieces: StoredPiece[] = []
      for await (const { name, bytes } of client.list(start)) {
        const offset = /^(\d+)-/.exec(name.slice(start.length))?.[1]
        if (offset !== undefined) pieces.push({ offset: Number(offset), bytes, place: name })
      }
      return pieces
    },
    async *open({ place }) {
      const found = await client.get(place)
      if (found) yield* found.body as AsyncIterable<Uint8Array>
    },
    async keep(territory, sha256, { offset, bytes, place }) {
      if (bytes > 0) {
        const name = `${nameOf(territory, sha256)}.parts/${offset}-${bytes}-${randomUUID()}`
        await client.putFile(name, place, await hashOfFile(place))
      }
      await rm(place, { force: true })
    },
    async remove(pieces) {
      for (const { place } of pieces) await client.remove(place)
    },
  }
}

function remember(used: Map<string, number>, name: string): void {
  const nowMs = Date.now()
  for (const [other, atMs] of used) {
    if (nowMs - atMs < REMEMBERED_MS) break
    used.delete(other)
  }
  // Anew, so that the oldest stand first.
  used.delete(name)
  used.set(name, nowMs)
}
