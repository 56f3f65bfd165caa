import { checkFile, type CheckedFile } from '../domain/checks/check-file.ts'
import { findingLine, fixLine } from './check-words.ts'
import { EXIT } from './command.ts'
import { onFiles, type FilesContext } from './on-files.ts'
import { comparisonLines } from './compare.ts'
import { readAround } from './read-around.ts'
import { needInput } from './read-input.ts'
import { needWalk, referenceOfTrack } from './walk-of-file.ts'

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

function report(context: FilesContext, path: string, checked: CheckedFile): void {
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
