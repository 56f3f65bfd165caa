import { packTrack, type PackedTrack } from '../../domain/geo/packed-track.ts'
import type { FixFile } from '../../domain/observation/fix-file.ts'
import { unpackFixes } from '../../domain/observation/packed-fixes.ts'
import { trackOfFixFile } from '../../domain/observation/track-of-fix-file.ts'
import { writeWalk, type AboutWalk, type WrittenWalk } from '../../domain/observation/write-walk.ts'
import { sha256Of } from '../device/crypto.ts'
import type { PackedWalk } from './packed-walk.ts'

/**
 * What the worker does, done by the page itself when there is no worker: fetched only then, from the files
 * that are kept for a day without a network.
 */
export function trackHere(walk: PackedWalk): PackedTrack {
  return packTrack(trackOfFixFile(unpacked(walk)))
}

export function writeHere(walk: PackedWalk, about: AboutWalk): Promise<WrittenWalk> {
  const utf8 = (text: string) => new TextEncoder().encode(text).buffer
  return writeWalk(unpacked(walk), about, { utf8, sha256: sha256Of })
}

function unpacked(walk: PackedWalk): FixFile {
  return { ...walk, fixes: unpackFixes(walk.fixes) }
}
