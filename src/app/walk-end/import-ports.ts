import type { InjectionKey } from 'vue'
import type { FileUseless, Recording } from '../../domain/checks/read-recording.ts'
import type { KnownTrail } from '../storage/read-catalogue.ts'

/** A walk read from a file, not kept yet. */
export interface ReadWalk extends Recording {
  readonly sha256: string
  /** The walk that this very file became before. */
  readonly known?: string
}

/** What the import screen is given by `platform.ts`. */
export interface ImportPorts {
  readonly trails: () => Promise<readonly KnownTrail[]>
  readonly read: (
    file: File,
  ) => Promise<ReadWalk | FileUseless | { readonly ok: false; readonly why: 'not-read' }>
  /** Writes the walk, whole or not at all; its id, or `null` on a phone that has joined nobody. */
  readonly keep: (recording: ReadWalk, trail: string | undefined) => Promise<string | null>
}
export const IMPORT: InjectionKey<ImportPorts> = Symbol('import')
