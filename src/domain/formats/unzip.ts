import { unzipSync } from 'fflate'

/** One entry of a ZIP archive, as its table tells it. */
export interface ZipEntry {
  readonly name: string
  /** Bytes when unfolded. The archive's own word: to be weighed before anything is unfolded. */
  readonly size: number
}

/** An archive that cannot be read to its end. */
export class BadArchive extends Error {}

/**
 * What an archive says is inside; nothing is unfolded. Stops at `most` entries and one.
 * @throws BadArchive
 */
export function zipEntries(bytes: Uint8Array, most: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = []
  unzip(bytes, (entry) => {
    if (entries.length <= most) entries.push(entry)
    return false
  })
  return entries
}

/**
 * Unfolds the entries with these names. A size that lied makes it fail: the room for the result is made
 * beforehand and never grows.
 * @throws BadArchive
 */
export function unzipEntries(
  bytes: Uint8Array,
  names: ReadonlySet<string>,
): Readonly<Record<string, Uint8Array>> {
  return unzip(bytes, ({ name }) => names.has(name))
}

function unzip(bytes: Uint8Array, wanted: (entry: ZipEntry) => boolean) {
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize: size }) => wanted({ name, size }),
    })
  } catch {
    throw new BadArchive()
  }
}
