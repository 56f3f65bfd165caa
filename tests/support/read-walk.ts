import { readFile as readBytes } from 'node:fs/promises'
import { readFile } from '../../src/domain/formats/read-file.ts'
import type { ReplayFix } from './geolocation-replay.ts'

/**
 * The fixes of one track of a recording, told as if the walk had just ended at `endMs`.
 * @param track which track of the file, from 0
 */
export async function readWalk(path: string, endMs: number, track = 0): Promise<ReplayFix[]> {
  const { file } = readFile(await readBytes(path))
  const fixes = file?.tracks[track]?.track.segments.flat() ?? []
  const lastMs = fixes.at(-1)?.atMs
  if (lastMs === undefined) throw new Error(`${path} holds no recording with times.`)
  return fixes.flatMap((fix) =>
    fix.atMs === undefined ? [] : [{ ...fix, atMs: fix.atMs + endMs - lastMs }],
  )
}
