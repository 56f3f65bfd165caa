import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Context } from 'hono'
import { hasAlready } from '../http/if-none-match.ts'
import { ASK_EACH_TIME } from './answer-tagged.ts'

/** A file of the open catalogue as it lies on disk, plain and packed: made when what it holds changed. */
interface Prepared {
  readonly path: string
  readonly etag: string
  readonly bytes: number
  readonly packedBytes: number
}

export interface PreparedFiles {
  /**
   * Answers the file of this name.
   * @param content the object it is made of: as long as it is the same one, nothing is made again
   * @param pieces makes its text, piece by piece
   */
  answer(
    c: Context,
    name: string,
    content: object,
    file: { readonly mediaType: string; readonly pieces: () => Iterable<string> },
  ): Promise<Response>
}

/** So many pieces are made before others have their turn. */
const IN_A_ROW = 50

export function preparedFiles(folder: string): PreparedFiles {
  const known = new Map<string, { content: object; prepared: Promise<Prepared> }>()

  const prepare = async (name: string, pieces: () => Iterable<string>): Promise<Prepared> => {
    await mkdir(folder, { recursive: true })
    const path = join(folder, name)
    const draft = `${path}.${randomUUID()}`
    const etag = await write(draft, pieces())
    await pipeline(createReadStream(draft), createGzip(), createWriteStream(`${draft}.gz`))
    // Readers of the former file keep it open: a name is only ever moved to a whole file.
    await rename(draft, path)
    await rename(`${draft}.gz`, `${path}.gz`)
    const [{ size: bytes }, { size: packedBytes }] = [await stat(path), await stat(`${path}.gz`)]
    return { path, etag, bytes, packedBytes }
  }

  const preparedOf = (name: string, content: object, pieces: () => Iterable<string>) => {
    const before = known.get(name)
    if (before?.content === content) return before.prepared
    // One after the other: two makers would move their files in any order.
    const ready = (before?.prepared ?? Promise.resolve()).then(
      () => prepare(name, pieces),
      () => prepare(name, pieces),
    )
    known.set(name, { content, prepared: ready })
    ready.catch(() => known.delete(name))
    return ready
  }

  return {
    async answer(c, name, content, { mediaType, pieces }) {
      const { path, etag, bytes, packedBytes } = await preparedOf(name, content, pieces)
      c.header('ETag', etag)
      c.header('Cache-Control', ASK_EACH_TIME)
      c.header('Vary', 'Accept-Encoding')
      if (hasAlready(c, etag)) return c.body(null, 304)
      const packed = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(
        c.req.header('Accept-Encoding') ?? '',
      )
      c.header('Content-Type', mediaType)
      c.header('Content-Length', String(packed ? packedBytes : bytes))
      if (packed) c.header('Content-Encoding', 'gzip')
      if (c.req.method === 'HEAD') return c.body(null, 200)
      const file = createReadStream(packed ? `${path}.gz` : path)
      await once(file, 'open')
      return c.body(Readable.toWeb(file) as ReadableStream, 200)
    },
  }
}

/** Writes a text piece by piece and gives its tag. */
async function write(file: string, pieces: Iterable<string>): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(
      inTurns(pieces),
      async function* (chunks: AsyncIterable<string>) {
        for await (const chunk of chunks) {
          hash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(file),
    )
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
  return `"${hash.digest('base64url')}"`
}

async function* inTurns(pieces: Iterable<string>): AsyncIterable<string> {
  let made = 0
  for (const piece of pieces) {
    yield piece
    if (++made % IN_A_ROW === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}
