import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { DumpRow } from './store.ts'
import { nameFile } from './synced-files.ts'

/** A backup that could not be written to its folder: `reason` is what the system says. */
export class CannotWriteBackup extends Error {
  readonly reason: string
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(reason, { cause })
    this.reason = reason
  }
}

/** Does what writes to the folder of a backup: its failure is told from one of the data themselves. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new CannotWriteBackup(error)
  }
}

/** Packs rows into a file, one a line; gives its hash when all of it is on disk, under another name yet. */
export async function writeRows(
  draft: string,
  fill: (write: (row: DumpRow) => Promise<void>) => Promise<void>,
): Promise<{ readonly sha256: string }> {
  const lines = new PassThrough()
  const hash = createHash('sha256')
  let failure: CannotWriteBackup | null = null
  const packing = pipeline(
    lines,
    createGzip({ level: 6 }),
    async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        hash.update(piece)
        yield piece
      }
    },
    createWriteStream(draft, { flush: true }),
  ).catch((error: unknown) => {
    failure = new CannotWriteBackup(error)
  })
  try {
    await fill(async (row) => {
      if (failure) throw failure
      // A disk that is full never drains: what ends first is waited for.
      if (!lines.write(`${JSON.stringify(row)}\n`)) await Promise.race([drained(lines), packing])
    })
  } catch (error) {
    lines.destroy()
    await packing
    await rm(draft, { force: true })
    throw error
  }
  lines.end()
  await packing
  if (!failure) return { sha256: hash.digest('hex') }
  await rm(draft, { force: true })
  throw failure as CannotWriteBackup
}

function drained(stream: PassThrough): Promise<void> {
  return new Promise((resolve) => stream.once('drain', resolve))
}

/** The rows of such a file, one after another. */
export async function* readRows(file: string): AsyncIterable<DumpRow> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) })
  for await (const line of lines) yield JSON.parse(line) as DumpRow
}

/** Writes a small file under a name that it has only once it is whole and on disk. */
export async function writeSynced(file: string, text: string): Promise<void> {
  const draft = `${file}.part`
  const handle = await open(draft, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await nameFile(draft, file)
}
