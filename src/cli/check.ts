import type { Position } from 'geojson'
import { assessWalk } from '../domain/checks/assess-walk.ts'
import { checkTrail } from '../domain/checks/check-trail.ts'
import type { Finding } from '../domain/checks/finding.ts'
import type { Comparison } from '../domain/geo/comparison.ts'
import type { Track } from '../domain/geo/fix.ts'
import { findingLine } from './check-words.ts'
import { EXIT } from './command.ts'
import { onFiles, type FilesContext } from './on-files.ts'
import { comparisonLines } from './compare.ts'
import { needInput } from './read-input.ts'
import { lineOfTrack, needWalk, positionsOf } from './walk-of-file.ts'

/** `jalon check FILE [--trail REF]`: findings on a line or a walk. */
export const command = onFiles(['trail'], 1, async (context) => {
  const path = context.files[0]!
  const track = needWalk(context, path, await needInput(context, path))
  const reference = context.options['trail']
  const trail = reference
    ? lineOfTrack(needWalk(context, reference, await needInput(context, reference)))
    : null
  const { findings, comparison } = checkFile(track, trail, context.nowMs)
  report(context, path, findings, comparison)
  return findings.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.done
})

/**
 * A file is a line somebody may want to publish and, when it was recorded, a walk somebody made:
 * both are looked at.
 */
function checkFile(
  track: Track,
  trail: readonly Position[] | null,
  nowMs: number,
): { findings: Finding[]; comparison: Comparison | null } {
  const walk = assessWalk(track, trail ? { line: trail } : null, { nowMs })
  const line = checkTrail({
    geometry: { type: 'LineString', coordinates: lineOfTrack(track) },
    parts: track.segments.map(positionsOf),
  })
  const told = new Set(walk.findings.map(({ check }) => check))
  const isForWalks = (check: string): boolean => track.recorded && check === 'GEO-14'
  const findings = [
    ...line.filter(({ check }) => !told.has(check) && !isForWalks(check)),
    ...walk.findings,
  ]
  return { findings, comparison: walk.comparison }
}

function report(
  context: FilesContext,
  path: string,
  findings: readonly Finding[],
  comparison: Comparison | null,
): void {
  const { print, t, language, json } = context
  if (json) {
    print(JSON.stringify({ findings, ...(comparison ? { comparison } : {}) }, null, 2))
    return
  }
  print(`${path}: ${t('check.findings', { count: findings.length })}`)
  for (const finding of findings) print(findingLine(language, finding))
  if (comparison) for (const line of comparisonLines(context, comparison)) print(line)
}
