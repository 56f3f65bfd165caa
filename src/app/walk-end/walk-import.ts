import type { FileUseless, Recording } from '../../domain/checks/read-recording.ts'
import { sha256Of } from '../device/crypto.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import { readTrail, type KnownTrail } from '../storage/read-catalogue.ts'
import type { StoredFix, Walk, WalkEvent } from '../storage/rows.ts'
import type { FilesWorker, NotRead } from '../workers/files-client.ts'

/** A walk read from a file, not kept yet. */
export interface ReadWalk extends Recording {
  readonly sha256: string
  /** The walk that this very file became before. */
  readonly known?: string
}

/** The use case that makes a walk of a file of a watch. */
export interface WalkImport {
  readonly trails: () => Promise<readonly KnownTrail[]>
  readonly read: (file: File) => Promise<ReadWalk | FileUseless | NotRead>
  /** Writes the walk, whole or not at all; its id, or `null` on a phone that has joined nobody. */
  readonly keep: (recording: ReadWalk, trail: string | undefined) => Promise<string | null>
}

interface ImportOptions {
  readonly storage: PhoneStorage
  readonly filesWorker: FilesWorker
  readonly identity: () => Promise<{ readonly territory: string } | null>
  readonly newId: () => string
}

/** A walk that a watch recorded becomes one of this phone's: its own analysis, sheet and sending. */
export function createWalkImport(options: ImportOptions): WalkImport {
  const { storage, filesWorker, identity, newId } = options
  return {
    async trails() {
      const rows = await storage.catalogue.ofKind('trail')
      return rows.map(readTrail).filter((trail) => trail !== null)
    },

    async read(file) {
      const recording = await filesWorker.readWalk(file)
      if (!recording.ok) return recording
      const sha256 = await sha256Of(await file.arrayBuffer())
      const known = (await storage.walks.all()).find((walk) => walk.file?.sha256 === sha256)
      return { ...recording, sha256, ...(known ? { known: known.id } : {}) }
    },

    async keep(recording, trailId) {
      const joined = await identity()
      if (!joined) return null
      const trail = trailId ? readTrail(await storage.catalogue.get(trailId)) : null
      const { fixes, gaps, by, sha256 } = recording
      const instants = fixes.map(({ atMs }) => atMs)
      const walk: Walk = {
        id: newId(),
        territory: joined.territory,
        startedAtMs: instants.reduce((a, b) => Math.min(a, b), Infinity),
        endedAtMs: instants.reduce((a, b) => Math.max(a, b), -Infinity),
        state: 'ended',
        source: 'import',
        file: { sha256, ...by },
        answers: {},
        ...(trail
          ? {
              trail: trail.entity.id,
              trailVersion: trail.entity.properties.version,
              trailName: trail.entity.properties.attributes.name,
            }
          : {}),
      }
      const [stored, events] = rowsOf(walk.id, { fixes, gaps })
      await storage.fixes.importWalk(walk, stored, events)
      return walk.id
    },
  }
}

function rowsOf(
  walk: string,
  { fixes, gaps }: Pick<Recording, 'fixes' | 'gaps'>,
): [StoredFix[], WalkEvent[]] {
  return [
    fixes.map((fix, seq) => ({ ...fix, walk, seq })),
    gaps.map(({ reason, afterIndex }, seq) => ({
      walk,
      seq,
      kind: 'gap',
      reason,
      afterFixSeq: afterIndex,
      atMs: fixes[afterIndex + 1]?.atMs ?? fixes[afterIndex]!.atMs,
    })),
  ]
}
