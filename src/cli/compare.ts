import { compareWalks } from '../domain/checks/check-walks.ts'
import type { Finding } from '../domain/checks/finding.ts'
import type { NamedWalk } from '../domain/checks/subject.ts'
import type { Comparison, Episode } from '../domain/geo/comparison.ts'
import { totalLengthM } from '../domain/geo/interval.ts'
import { uniteCoverage, type WalkEvidence } from '../domain/geo/match/coverage-union.ts'
import { compareWithTrail } from '../domain/geo/match/compare-with-trail.ts'
import { findingLine } from './check-words.ts'
import { EXIT } from './command.ts'
import { onFiles, UnusableInput, type FilesContext } from './on-files.ts'
import { needInput, tryInput } from './read-input.ts'
import { keptWalk, needWalk, referenceOfTrack, walkOfFile } from './walk-of-file.ts'

/** `jalon compare TRACK… --trail REF`: what each walk, and all together, prove of a trail. */
export const command = onFiles(['trail'], 1, async (context) => {
  const reference = context.options['trail']
  if (!reference) throw new UnusableInput(context.t('error.no-trail'))
  const line = referenceOfTrack(needWalk(context, reference, await needInput(context, reference)))
  const tracks: (Comparison & { file: string })[] = []
  const walks: NamedWalk[] = []
  let unusable = 0
  for (const path of context.files) {
    const outcome = await tryInput(context, path)
    const found = outcome.file && walkOfFile(outcome.file)
    if (found) {
      const track = keptWalk(found)
      tracks.push({ file: path, ...compareWithTrail(track, line) })
      walks.push({ id: path, track })
    } else {
      unusable += 1
      const why = outcome.file ? `${path}: ${context.t('error.no-line')}` : outcome.sentence
      context.warn(why)
    }
  }
  if (tracks.length === 0) return EXIT.unusable
  report(context, reference, tracks, compareWalks({ line, walks }))
  return unusable > 0 ? EXIT.unusable : EXIT.done
})

function report(
  context: FilesContext,
  reference: string,
  tracks: readonly (Comparison & { readonly file: string })[],
  findings: readonly Finding[],
): void {
  const { print, t, figures, json, language } = context
  const { trailLengthM } = tracks[0]!
  const { coverage, coveredM, covered } = uniteCoverage(tracks.map(toEvidence), trailLengthM)
  if (json) {
    const documents = tracks.map(({ trailLengthM: _, ...track }) => track)
    const trail = { file: reference, lengthM: trailLengthM }
    const union = { coverage, coveredM, covered }
    print(JSON.stringify({ trail, tracks: documents, union, findings }, null, 2))
    return
  }
  print(t('compare.trail', { file: reference, length: figures.length(trailLengthM) }))
  for (const track of tracks) {
    print(`${track.file}:`)
    for (const line of comparisonLines(context, track)) print(line)
  }
  if (tracks.length > 1) {
    print(t('compare.union', { share: figures.share(coverage), length: figures.length(coveredM) }))
  }
  for (const finding of findings) print(findingLine(language, finding))
}

function toEvidence({ file, covered }: Comparison & { file: string }, i: number): WalkEvidence {
  return { id: `${i}`, tester: file, walkedAtMs: 0, covered }
}

/** A comparison as indented lines of a report. */
export function comparisonLines({ t, figures }: FilesContext, comparison: Comparison): string[] {
  const { direction, coverage, coveredM } = comparison
  const way = direction === 1 ? 'forward' : direction === -1 ? 'reversed' : 'undecided'
  const share = figures.share(coverage)
  const lines = [
    `  ${t('compare.coverage', { share, length: figures.length(coveredM) })} ${t(`compare.${way}`)}`,
  ]
  const supposedM = totalLengthM(comparison.supposed)
  if (supposedM > 0) lines.push(`  ${t('compare.supposed', { length: figures.length(supposedM) })}`)
  const kinds = ['deviations', 'detours', 'shortcuts'] as const
  for (const kind of kinds) {
    for (const episode of comparison[kind]) lines.push(`  - ${episodeLine(kind, episode)}`)
  }
  for (const [fromM, toM] of comparison.gaps) {
    const [from, to] = [figures.length(fromM), figures.length(toM)]
    lines.push(`  - ${t('compare.gaps', { from, to })}`)
  }
  return lines

  function episodeLine(kind: (typeof kinds)[number], episode: Episode): string {
    return t(`compare.${kind}`, {
      from: figures.length(episode.intervalM[0]),
      to: figures.length(episode.intervalM[1]),
      length: figures.length(episode.lengthM),
      away: figures.length(episode.maxOffsetM),
    })
  }
}
