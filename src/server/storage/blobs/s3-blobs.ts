import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { SHA_256, SLUG } from '../../../domain/observation/ids.ts'
import { hashOfFile } from '../hash-of-file.ts'
import { makeFolder } from '../synced-files.ts'
import { DamagedBlob, type Blobs } from './blobs.ts'
import { partFiles } from './part-files.ts'
import { verifiedBytes, verifiedStream } from './verified-stream.ts'
import { s3Client, type S3Client, type S3Place } from './s3-client.ts'

/** How long a blob that was looked at counts as used: a push names it within seconds. */
const REMEMBERED_MS = 3_600_000

/**
 * Blobs in an S3-compatible store: `<prefix><territory>/ab/abcd…`. What is being received, and what is lent as a
 * file, lies in a local folder; nothing counts as kept before the store has it and has checked its hash.
 */
export function s3Blobs(place: S3Place, folder: string, client: S3Client = s3Client(place)): Blobs {
  const parts = partFiles(folder)
  const used = new Map<string, number>()
  const nameOf = (territory: string, sha256: string) => {
    parts.pathOf(territory, sha256)
    return `${territory}/${sha256.slice(0, 2)}/${sha256}`
  }

  const progress: Blobs['progress'] = async (territory, sha256) => {
    const whole = await client.head(nameOf(territory, sha256))
    if (whole !== undefined) return { offset: whole, complete: true }
    return { offset: parts.offset(territory, sha256), complete: false }
  }
  const send = async (territory: string, sha256: string, file: string) => {
    await client.putFile(nameOf(territory, sha256), file, sha256)
  }
  const remove: Blobs['remove'] = async (territory, sha256) => {
    await parts.removeUnused(territory, sha256, Infinity)
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

  return {
    progress,
    append(territory, sha256, piece) {
      return parts.inTurn(territory, sha256, async () => {
        const now = await progress(territory, sha256)
        if (now.complete) return { ok: true, ...now }
        return parts.append(territory, sha256, piece, async (part) => {
          await send(territory, sha256, part)
          await rm(part, { force: true })
        })
      })
    },
    async put(territory, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      if ((await progress(territory, sha256)).complete) return sha256
      const draft = await parts.draft(territory, sha256, [bytes])
      await send(territory, sha256, draft).finally(() => rm(draft, { force: true }))
      return sha256
    },
    async putFile(territory, sha256, file) {
      if ((await progress(territory, sha256)).complete) return true
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
      if (!whole) return parts.removeUnused(territory, sha256, sinceMs)
      const name = nameOf(territory, sha256)
      if (Math.max(usedAtMs, used.get(name) ?? 0) >= sinceMs) return false
      await client.remove(name)
      return true
    },
    async *list() {
      yield* parts.list()
      for await (const { name, bytes, changedAtMs } of client.list()) {
        const [territory = '', , sha256 = ''] = name.split('/')
        if (!SLUG.test(territory) || !SHA_256.test(sha256)) continue
        yield { territory, sha256, whole: true, bytes, usedAtMs: changedAtMs }
      }
    },
    async check() {
      await makeFolder(folder)
      await client.check()
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
