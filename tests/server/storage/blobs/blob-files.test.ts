import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { blobFiles } from '../../../../src/server/storage/blobs/blob-files.ts'
import { blobsContract } from './blobs.contract.ts'

describe('blobs in files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-blob-files-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  let made = 0
  blobsContract(() => {
    const place = join(folder, String(made++))
    const blobs = blobFiles(place)
    const spoil = (territory: string, sha256: string, bytes: Uint8Array) =>
      writeFile(blobs.pathOf(territory, sha256), bytes)
    return Promise.resolve({ blobs, other: blobFiles(place), spoil })
  })
})
