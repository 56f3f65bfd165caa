import type { FileRefusal, FormatProblem, ParsedFile } from '../formats/parsed-file.ts'
import { readFile } from '../formats/read-file.ts'
import type { GapMarker, RecorderName, Track } from '../geo/fix.ts'
import type { RecordedFix } from '../observation/fix-file.ts'
import {
  joined,
  proposeRepair,
  recordedLines,
  type NoRepair,
  type RepairProposal,
} from './propose-repair.ts'

/** Longest name of a recorder that is kept. */
const NAME_LENGTH = 200

/** A file that cannot be used: what the reader says, or why it fills nothing. Nothing of it is kept. */
export type FileUseless =
  | { readonly ok: false; readonly refusal: FileRefusal }
  | { readonly ok: false; readonly why: NoRepair }

/** A walk that another recorder recorded, ready to be kept as one. */
export interface Recording {
  readonly ok: true
  readonly by: RecorderName
  readonly fixes: readonly RecordedFix[]
  readonly gaps: readonly GapMarker[]
  /** What was odd in the file, and read around. */
  readonly problems: readonly FormatProblem[]
}

/** Reads a file as a walk: its recorded tracks one after the other. Drawings and plans are no walks. */
export function readRecording(bytes: Uint8Array, fileName: string): Recording | FileUseless {
  const { file, refusal } = readFile(bytes)
  if (refusal) return { ok: false, refusal }
  const { fixes, gaps } = joined(recordedLines(file.tracks))
  const first = fixes[0]
  if (!first || fixes.length < 2) return { ok: false, why: 'not-recorded' }
  return {
    ok: true,
    by: recorderName(file, fileName),
    fixes: fixes.map((fix) => ({ ...fix, monotonicMs: fix.atMs - first.atMs, visible: true })),
    gaps,
    problems: file.problems,
  }
}

/** Reads a file for what it could fill in a walk. Nothing is changed by asking. */
export function readRepair(
  bytes: Uint8Array,
  fileName: string,
  track: Track,
): Extract<RepairProposal, { ok: true }> | FileUseless {
  const { file, refusal } = readFile(bytes)
  if (refusal) return { ok: false, refusal }
  return proposeRepair(track, file.tracks, recorderName(file, fileName))
}

/** The program that made the file, as it calls itself; else the file's own name. */
function recorderName({ creator, format }: ParsedFile, fileName: string): RecorderName {
  const name = [creator, fileName].find((one) => one !== undefined && /\S/.test(one)) ?? format
  return { name: name.slice(0, NAME_LENGTH), format }
}
