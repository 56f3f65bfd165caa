import type { Position } from 'geojson'
import { positionsOf } from '../domain/checks/check-file.ts'
import type { ParsedFile } from '../domain/formats/parsed-file.ts'
import { lineLengthM } from '../domain/geo/chainage.ts'
import { cleanLine, cleanRecorded } from '../domain/geo/clean/clean-reference.ts'
import { deriveTrack } from '../domain/geo/derive-track.ts'
import type { Gap, GapMarker, Track } from '../domain/geo/fix.ts'
import { compareWithTrail } from '../domain/geo/match/compare-with-trail.ts'
import { UnusableInput, type FilesContext } from './on-files.ts'

/** A second track that runs so much along the first one is another version of it, not its sequel. */
const SAME_WALK_SHARE = 0.8
/** A file with more tracks than this holds parts, not versions. */
const MOST_VERSIONS = 8

/**
 * The one walk that a file is about: its tracks one after the other, or its routes when it has no
 * track. Of several versions of one walk (recorded, then corrected) the first is taken.
 */
export function walkOfFile(file: ParsedFile): Track | null {
  return joinLines(file.tracks) ?? joinLines(file.routes)
}

function joinLines(lines: ParsedFile['tracks']): Track | null {
  const usable = lines
    .map(({ track }) => track)
    .filter(({ segments }) => segments.some((segment) => segment.length > 1))
  const kept = usable.length > MOST_VERSIONS ? usable : withoutVersions(usable)
  if (kept.length === 0) return null
  const segments = kept.flatMap((track) => track.segments)
  const gaps = segments.slice(1).map((): Gap => ({ reason: 'file' }))
  return { segments, gaps, recorded: kept.every((track) => track.recorded) }
}

function withoutVersions(tracks: readonly Track[]): Track[] {
  const kept: Track[] = []
  for (const track of tracks) if (!isVersionOf(track, kept)) kept.push(track)
  return kept
}

/** The same, for a command that cannot do without. */
export function needWalk(context: FilesContext, path: string, file: ParsedFile): Track {
  const track = walkOfFile(file)
  if (!track) throw new UnusableInput(`${path}: ${context.t('error.no-line')}`)
  return track
}

/**
 * The walk as the phone would keep it: believable fixes, in segments that no hole is joined over, so
 * that a file says here what it says there. A drawn line stays as it is.
 */
export function keptWalk(track: Track): Track {
  if (!track.recorded) return track
  const fixes = track.segments.flat()
  const markers: GapMarker[] = []
  let count = 0
  track.segments.slice(0, -1).forEach((segment, s) => {
    count += segment.length
    markers.push({ reason: track.gaps[s]?.reason ?? 'file', afterIndex: count - 1 })
  })
  return deriveTrack(fixes, markers)
}

/** A file as the reference of a trail: what was recorded is cleaned, as the office does at import. */
export function referenceOfTrack(track: Track): Position[] {
  return track.recorded ? track.segments.flatMap(cleanRecorded) : cleanLine(lineOfTrack(track))
}

/** All positions of a walk as one line; holes become straight legs. */
export function lineOfTrack({ segments }: Track): Position[] {
  return segments.flatMap(positionsOf)
}

function isVersionOf(track: Track, kept: readonly Track[]): boolean {
  const line = lineOfTrack(track)
  return kept.some((other) => {
    const otherLine = lineOfTrack(other)
    const ratio = lineLengthM(line) / lineLengthM(otherLine)
    if (!(ratio > SAME_WALK_SHARE / 2 && ratio < 2 / SAME_WALK_SHARE)) return false
    return compareWithTrail(track, otherLine).coverage > SAME_WALK_SHARE
  })
}
