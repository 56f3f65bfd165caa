import type { Position } from 'geojson'
import { assessWalk } from '../domain/checks/assess-walk.ts'
import { checkTrail } from '../domain/checks/check-trail.ts'
import type { Finding } from '../domain/checks/finding.ts'
import { proposeFixes, type ProposedFix } from '../domain/checks/propose-fix.ts'
import type { Comparison } from '../domain/geo/comparison.ts'
import type { Track } from '../domain/geo/fix.ts'
import { findingLine, fixLine } from './check-words.ts'
import { EXIT } from './command.ts'
import { onFiles, type FilesContext } from './on-files.ts'
import { comparisonLines } from './compare.ts'
import { readAround, type Around } from './read-around.ts'
import { needInput } from './read-input.ts'
import { lineOfTrack, needWalk, positionsOf, referenceOfTrack } from './walk-of-file.ts'

/**
 * `jalon check FILE [--trail REF] [--others FILE] [--places FILE] [--territory BOX|FILE]`: findings on a
 * line or a walk, and the corrections that Jalon can make by itself.
 */
export const command = onFiles(['trail', 'others', 'places', 'territory'], 1, async (context) => {
  const path = context.files[0]!
  const track = needWalk(context, path, await needInput(context, path))
  const reference = context.options['trail']
  const trail = reference
    ? referenceOfTrack(needWalk(context, reference, await needInput(context, reference)))
    : null
  const outcome = checkFile(track, trail, await readAround(context), context.nowMs)
  const { findings } = outcome
  report(context, path, outcome)
  return findings.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.done
})

interface Checked {
  readonly findings: readonly Finding[]
  /** Only those that can be made without asking where people walk. */
  readonly fixes: readonly ProposedFix[]
  readonly comparison: Comparison | null
}

/**
 * A file is a line somebody may want to publish and, when it was recorded, a walk somebody made:
 * both are looked at.
 */
function checkFile(
  track: Track,
  trail: readonly Position[] | null,
  around: Around,
  nowMs: number,
): Checked {
  const walk = assessWalk(track, trail ? { line: trail } : null, { nowMs })
  const coordinates = lineOfTrack(track)
  const line = checkTrail({
    geometry: { type: 'LineString', coordinates },
    parts: track.segments.map(positionsOf),
    isWalk: track.recorded,
    ...around,
  })
  const told = new Set(walk.findings.map(({ check }) => check))
  const isForWalks = (check: string): boolean => track.recorded && check === 'GEO-14'
  const ofLine = line.filter(({ check }) => !told.has(check) && !isForWalks(check))
  return {
    findings: [...ofLine, ...walk.findings],
    fixes: proposeFixes(ofLine, coordinates),
    comparison: walk.comparison,
  }
}

function report(context: FilesContext, path: string, checked: Checked): void {
  const { findings, fixes, comparison } = checked
  const { print, t, language, json } = context
  if (json) {
    const document = { findings, fixes, ...(comparison ? { comparison } : {}) }
    print(JSON.stringify(document, null, 2))
    return
  }
  print(`${path}: ${t('check.findings', { count: findings.length })}`)
  for (const finding of findings) print(findingLine(language, finding))
  if (fixes.length > 0) print(t('check.fixes', { count: fixes.length }))
  for (const fix of fixes) print(fixLine(language, fix))
  if (comparison) for (const line of comparisonLines(context, comparison)) print(line)
}
