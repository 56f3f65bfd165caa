import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import * as z from 'zod/mini'
import { SHA_256, type NewId } from '../../domain/observation/ids.ts'
import { DamagedBlob, type Blobs } from './blobs/blobs.ts'
import { blobFiles } from './blobs/blob-files.ts'
import { hashOfFile } from './hash-of-file.ts'
import type { DumpRow, Store } from './store.ts'

const OPENS_ONCE: ReadonlySet<string> = new Set(['invitations', 'recovery_codes'])
const ROWS = 'rows.ndjson.gz'
const MANIFEST = 'jalon-backup.json'
const BLOBS = 'blobs'

/** Written last: a folder without it is not a backup, however full it looks. */
const manifestSchema = z.looseObject({
  format: z.literal('jalon-backup'),
  version: z.literal(1),
  madeAt: z.string(),
  rows: z.int(),
  blobs: z.int(),
  /** Noted, but not there any more, or no longer what they were: not in the backup. */
  missingBlobs: z.optional(z.int()),
  rowsSha256: z.string().check(z.regex(SHA_256)),
})
export type BackupManifest = z.infer<typeof manifestSchema>

export type RestoreRefusal = 'not-a-backup' | 'damaged-backup' | 'store-not-empty'
export class CannotRestore extends Error {
  readonly code: RestoreRefusal
  constructor(code: RestoreRefusal) {
    super(code)
    this.code = code
  }
}

interface Whole {
  readonly store: Store
  readonly blobs: Blobs
}

/**
 * Writes everything into a folder: rows first, on one snapshot, then the blobs they name. Blobs never
 * change, so those that come later do no harm. Then tells the store up to where phones may forget.
 */
export async function writeBackup(
  { store, blobs }: Whole,
  folder: string,
  madeAt: string,
): Promise<BackupManifest> {
  await mkdir(join(folder, BLOBS), { recursive: true })
  const named: { territory: string; sha256: string }[] = []
  const heads = new Map<string, number>()
  let rows = 0
  const { sha256: rowsSha256 } = await writeRows(join(folder, ROWS), async (write) => {
    await store.dump(async (row) => {
      rows++
      note(row, named, heads)
      await write(`${JSON.stringify(row)}\n`)
    })
  })
  const copies = blobFiles(join(folder, BLOBS))
  let copied = 0
  for (const { territory, sha256 } of named) {
    if (await copyBlob(blobs, copies, territory, sha256)) copied++
  }
  const manifest: BackupManifest = {
    format: 'jalon-backup',
    version: 1,
    madeAt,
    rows,
    blobs: copied,
    missingBlobs: named.length - copied,
    rowsSha256,
  }
  await writeSynced(join(folder, MANIFEST), JSON.stringify(manifest, null, 2))
  await store.transaction(async ({ meta }) => {
    for (const [territory, head] of heads) await meta.set(safeSeqKey(territory), String(head))
  })
  return manifest
}

/** `false` for one that is gone or spoiled: the rest of the backup is worth no less. */
async function copyBlob(from: Blobs, to: Blobs, territory: string, sha256: string) {
  try {
    const copied = await from.withFile(territory, sha256, (file) =>
      to.putFile(territory, sha256, file),
    )
    return copied === true
  } catch (error) {
    if (error instanceof DamagedBlob) return false
    throw error
  }
}

/** Up to this number, what was received is in a backup: phones may forget their copy. */
export function safeSeqKey(territory: string): string {
  return `safe-seq:${territory}`
}

/**
 * Fills an empty store from a backup, of either engine. Starts a new epoch, so that phones offer again
 * what came after the backup. Invitations that were not used then are not valid now.
 */
export async function readBackup(
  { store, blobs }: Whole,
  folder: string,
  newId: NewId,
): Promise<{ readonly manifest: BackupManifest; readonly missingBlobs: number }> {
  const manifest = await readManifest(folder)
  if ((await hashOfFile(join(folder, ROWS))) !== manifest.rowsSha256) {
    throw new CannotRestore('damaged-backup')
  }
  const territories = await store.read((tx) => tx.territories.list())
  if (territories.length > 0) throw new CannotRestore('store-not-empty')
  const named: { territory: string; sha256: string }[] = []
  await store.transaction((tx) => tx.meta.clear())
  await store.load(restored(join(folder, ROWS), newId(), named))
  let missingBlobs = 0
  const copies = blobFiles(join(folder, BLOBS))
  for (const { territory, sha256 } of named) {
    const stored = await copies.withFile(territory, sha256, (file) =>
      blobs.putFile(territory, sha256, file),
    )
    if (!stored) missingBlobs++
  }
  return { manifest, missingBlobs }
}

async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null)
  if (text === null) throw new CannotRestore('not-a-backup')
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch {
    throw new CannotRestore('not-a-backup')
  }
}

async function* restored(
  file: string,
  epoch: string,
  named: { territory: string; sha256: string }[],
): AsyncIterable<DumpRow> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) })
  for await (const line of lines) {
    const { table, row } = JSON.parse(line) as DumpRow
    // What opens once may have been used since.
    if (OPENS_ONCE.has(table) && row['used_at'] === null) continue
    note({ table, row }, named, new Map())
    const isEpoch = table === 'meta' && row['key'] === 'epoch'
    yield { table, row: isEpoch ? { ...row, value: epoch } : row }
  }
}

function note(
  { table, row }: DumpRow,
  named: { territory: string; sha256: string }[],
  heads: Map<string, number>,
): void {
  const territory = String(row['territory'])
  if (table === 'blobs' && row['erased_at'] === null) {
    named.push({ territory, sha256: String(row['sha256']) })
  }
  if (table === 'heads') heads.set(territory, Number(row['seq']))
}

async function writeRows(
  file: string,
  fill: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<{ sha256: string }> {
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.part`
  const packed = createGzip({ level: 6 })
  const target = createWriteStream(draft, { flush: true })
  packed.pipe(target)
  await fill(async (text) => {
    if (!packed.write(text)) await new Promise((resolve) => packed.once('drain', resolve))
  })
  packed.end()
  await finished(target)
  await rename(draft, file)
  return { sha256: await hashOfFile(file) }
}

async function writeSynced(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text, { flush: true })
  await rename(`${file}.part`, file)
  const folder = await open(dirname(file), 'r')
  await folder.sync().finally(() => folder.close())
}
