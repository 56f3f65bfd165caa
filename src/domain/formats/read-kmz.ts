import { LARGEST_FILE_BYTES } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { RefusedFile } from './refuse.ts'
import { BadArchive, unzipEntries, zipEntries } from './unzip.ts'

/** An archive with more entries than this is no map of anybody's walk. */
const MOST_ENTRIES = 2000

/**
 * The KML document inside a KMZ: `doc.kml`, or the first `.kml` there is. Pictures beside it are
 * never unpacked, and an archive that would unfold beyond the size of a file is refused unopened.
 */
export function documentOfKmz(bytes: Uint8Array, tally: ProblemTally): Uint8Array {
  try {
    return chooseDocument(bytes, tally)
  } catch (error) {
    throw error instanceof BadArchive ? new RefusedFile('bad-archive') : error
  }
}

function chooseDocument(bytes: Uint8Array, tally: ProblemTally): Uint8Array {
  const entries = zipEntries(bytes, MOST_ENTRIES)
  if (entries.length > MOST_ENTRIES) throw new RefusedFile('archive-bomb')
  const documents = entries.filter(({ name }) => /\.kml$/i.test(name))
  const chosen = documents.find(({ name }) => name === 'doc.kml') ?? documents[0]
  if (!chosen) throw new RefusedFile('archive-without-document')
  if (chosen.size > LARGEST_FILE_BYTES) throw new RefusedFile('archive-bomb')
  tally.add('other-documents', documents.length - 1)
  const unpacked = unzipEntries(bytes, new Set([chosen.name]))[chosen.name]
  if (!unpacked) throw new RefusedFile('bad-archive')
  return unpacked
}
