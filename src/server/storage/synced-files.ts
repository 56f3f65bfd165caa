/**
 * Files that are on disk when they are said to be. What only asks the system for a name, a size or a few first
 * bytes is asked at once: it takes microseconds, where waiting for a thread to ask takes a tenth of a
 * millisecond, twenty times a photo. What waits for the disk itself never keeps others waiting.
 */
import {
  closeSync,
  fdatasync,
  fstatSync,
  fsync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  write,
} from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

const syncAll = promisify(fsync)
const syncData = promisify(fdatasync)
const writeSome = promisify(write)

/** A new folder is on disk when the folder above it is. */
export async function makeFolder(folder: string): Promise<void> {
  const first = mkdirSync(folder, { recursive: true })
  if (first === undefined) return
  for (let above = dirname(folder); above.length >= dirname(first).length; above = dirname(above)) {
    await syncFolder(above)
  }
}

/** A new name is on disk when its folder is. Windows cannot sync folders, nor needs to. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await onFile(folder, 'r', (file) => syncAll(file))
}

/** Gives a file its name for good, in the same folder. */
export async function nameFile(draft: string, path: string): Promise<void> {
  renameSync(draft, path)
  await syncFolder(dirname(path))
}

/** What was copied is on disk. */
export function syncFile(path: string): Promise<void> {
  return onFile(path, 'r+', (file) => syncData(file))
}

/**
 * Adds bytes at the end of a file, made when absent, on disk when given. What was written before the bytes
 * broke off stays.
 */
export function appendAndSync(
  path: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  return onFile(path, 'a', async (file) => {
    for await (const chunk of bytes) {
      for (let written = 0; written < chunk.length;) {
        written += (await writeSome(file, chunk, written)).bytesWritten
      }
    }
    await syncData(file)
  })
}

/** Size and first bytes of a file that is there. */
export function headOf(path: string, most: number): { readonly bytes: number; head: Buffer } {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(most)
    return { bytes: fstatSync(file).size, head: buffer.subarray(0, readSync(file, buffer)) }
  } finally {
    closeSync(file)
  }
}

/** Size of a file; `undefined` when there is none. */
export function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size
}

export function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}

async function onFile<T>(
  path: string,
  flags: string,
  work: (file: number) => Promise<T>,
): Promise<T> {
  const file = openSync(path, flags)
  try {
    return await work(file)
  } finally {
    closeSync(file)
  }
}
