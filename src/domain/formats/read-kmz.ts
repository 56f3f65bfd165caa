import { unzipSync } from 'fflate'
import { LARGEST_FILE_BYTES } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { RefusedFile } from './refuse.ts'

/** An archive with more entries than this is no map of anybody's walk. */
const MOST_ENTRIES = 2000

/**
 * The KML document inside a KMZ: `doc.kml`, or the first `.kml` there is. Pictures beside it are
 * never unpacked, and an archive that would unfold beyond the size of a file is refused unopened.
 */
export function documentOfKmz(bytes: Uint8Array, tally: ProblemTally): Uint8Array {
  const documents: { name: string; size: number }[] = []
  let entries = 0
  scan(bytes, (name, size) => {
    entries += 1
    if (entries > MOST_ENTRIES) throw new RefusedFile('archive-bomb')
    if (/\.kml$/i.test(name)) documents.push({ name, size })
    return false
  })
  const chosen = documents.find(({ name }) => name === 'doc.kml') ?? documents[0]
  if (!chosen) throw new RefusedFile('archive-without-document')
  if (chosen.size > LARGEST_FILE_BYTES) throw new RefusedFile('archive-bomb')
  tally.add('other-documents', documents.length - 1)
  const unpacked = scan(bytes, (name) => name === chosen.name)[chosen.name]
  if (!unpacked) throw new RefusedFile('bad-archive')
  return unpacked
}

/**
 * The sizes in an archive's table are the archive's own word: a lie makes unpacking fail, because
 * the room for the result is made beforehand and never grows.
 */
function scan(
  bytes: Uint8Array,
  wanted: (name: string, size: number) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: ({ name, originalSize }) => wanted(name, originalSize) })
  } catch (error) {
    if (error instanceof RefusedFile) throw error
    throw new RefusedFile('bad-archive')
  }
}
