import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { SHA_256, type NewId } from '../../domain/observation/ids.ts'
import { readRows, writeRows, writeSynced, writing } from './backup-rows.ts'
import { DamagedBlob, type Blobs } from './blobs/blobs.ts'
import { blobFiles } from './blobs/blob-files.ts'
import { hashOfFile } from './hash-of-file.ts'
import type { DumpRow, Store, StoreTransaction } from './store.ts'
import { makeFolder } from './synced-files.ts'

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
  /** Another name for every content: two backups made into one folder never mix. */
  rowsFile: z.optional(z.string().check(z.regex(/^rows-[0-9a-f]{16}\.ndjson\.gz$/))),
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
 * change, so those that come later do no harm. Then tells the store up to where phones may forget: not what
 * names a blob that could not be copied. Until the last moment, a backup that was in the folder before is still
 * the one that is there.
 */
export async function writeBackup(
  { store, blobs }: Whole,
  folder: string,
  madeAt: string,
): Promise<BackupManifest> {
  await writing(() => makeFolder(join(folder, BLOBS)))
  const named: { territory: string; sha256: string }[] = []
  const heads = new Map<string, number>()
  let rows = 0
  const draft = join(folder, `${ROWS}.part`)
  const { sha256: rowsSha256 } = await writeRows(draft, async (write) => {
    await store.dump(async (row) => {
      rows++
      note(row, named, heads)
      await write(row)
    })
  })
  const copies = blobFiles(join(folder, BLOBS))
  const missing: typeof named = []
  for (const blob of named) {
    if (!(await copyBlob(blobs, copies, blob.territory, blob.sha256))) missing.push(blob)
  }
  const manifest: BackupManifest = {
    format: 'jalon-backup',
    version: 1,
    madeAt,
    rows,
    blobs: named.length - missing.length,
    missingBlobs: missing.length,
    rowsSha256,
    rowsFile: `rows-${rowsSha256.slice(0, 16)}.ndjson.gz`,
  }
  await writing(async () => {
    await rename(draft, join(folder, rowsFileOf(manifest)))
    await writeSynced(join(folder, MANIFEST), JSON.stringify(manifest, null, 2))
  })
  await removeOldRows(folder, rowsFileOf(manifest))
  await store.transaction(async (tx) => {
    for (const [territory, head] of heads) {
      const names = missing.filter((blob) => blob.territory === territory)
      const safe = Math.min(head, ...(await seqsNaming(tx, territory, names)).map((seq) => seq - 1))
      await tx.meta.set(safeSeqKey(territory), String(safe))
    }
  })
  return manifest
}

/** The numbers of the records that name blobs: the last good copy may be on the phone. */
async function seqsNaming(
  tx: StoreTransaction,
  territory: string,
  blobs: readonly { readonly sha256: string }[],
): Promise<readonly number[]> {
  const ids = new Set<string>()
  for (const { sha256 } of blobs)
    for (const id of await tx.blobs.namedBy(territory, sha256)) ids.add(id)
  return (await tx.observations.getMany(territory, [...ids])).map(({ seq }) => seq)
}

/** Those of the backup that this one replaces: a folder that keeps them is no worse a backup. */
async function removeOldRows(folder: string, kept: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name === kept || !/^rows(-[0-9a-f]{16})?\.ndjson\.gz$/.test(name)) continue
    await rm(join(folder, name), { force: true }).catch(() => undefined)
  }
}

function rowsFileOf({ rowsFile = ROWS }: BackupManifest): string {
  return rowsFile
}

/** `false` for one that is gone or spoiled: the rest of the backup is worth no less. */
async function copyBlob(from: Blobs, to: Blobs, territory: string, sha256: string) {
  try {
    const copied = await from.withFile(territory, sha256, (file) =>
      writing(() => to.putFile(territory, sha256, file)),
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
  const file = join(folder, rowsFileOf(manifest))
  const sha256 = await hashOfFile(file).catch(() => '')
  if (sha256 !== manifest.rowsSha256) throw new CannotRestore('damaged-backup')
  const territories = await store.read((tx) => tx.territories.list())
  if (territories.length > 0) throw new CannotRestore('store-not-empty')
  // Blobs before rows: cut short, it has filled nothing, and can be begun again in the same place.
  const named: { territory: string; sha256: string }[] = []
  for await (const row of readRows(file)) note(row, named, new Map())
  let missingBlobs = 0
  const copies = blobFiles(join(folder, BLOBS))
  for (const { territory, sha256 } of named) {
    const stored = await copies.withFile(territory, sha256, (file) =>
      blobs.putFile(territory, sha256, file),
    )
    if (!stored) missingBlobs++
  }
  await store.transaction((tx) => tx.meta.clear())
  await store.load(restored(file, newId()))
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

async function* restored(file: string, epoch: string): AsyncIterable<DumpRow> {
  for await (const { table, row } of readRows(file)) {
    // What opens once may have been used since.
    if (OPENS_ONCE.has(table) && row['used_at'] === null) continue
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
