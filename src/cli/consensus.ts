import type { Feature, LineString } from 'geojson'
import { checkWalks, type WalksAssessment } from '../domain/checks/check-walks.ts'
import type { NamedWalk } from '../domain/checks/subject.ts'
import type { Consensus } from '../domain/consensus/consensus-of-tracks.ts'
import { findingLine } from './check-words.ts'
import { EXIT } from './command.ts'
import { onFiles, UnusableInput, type FilesContext } from './on-files.ts'
import { needInput, tryInput } from './read-input.ts'
import { lineOfTrack, needWalk, walkOfFile } from './walk-of-file.ts'

/** `jalon consensus TRACK… [--trail SEED] [--out LINE.geojson]`: where the trail really is. */
export const command = onFiles(['trail', 'out'], 1, async (context) => {
  const { files, options, t, warn } = context
  const reference = options['trail']
  const seed = reference
    ? lineOfTrack(needWalk(context, reference, await needInput(context, reference)))
    : null
  const walks: NamedWalk[] = []
  const unusable: string[] = []
  for (const path of files) {
    const outcome = await tryInput(context, path)
    const track = outcome.file && walkOfFile(outcome.file)
    if (track) walks.push({ id: path, track })
    else {
      unusable.push(path)
      warn(outcome.file ? `${path}: ${t('error.no-line')}` : outcome.sentence)
    }
  }
  const together = checkWalks({ walks, ...(seed ? { line: seed } : {}) })
  const feature = toFeature(together, unusable)
  if (!feature) {
    for (const sentence of refusals(context, together.consensus)) warn(sentence)
    throw new UnusableInput(t('consensus.none'))
  }
  const out = options['out']
  if (out) await context.write(out, `${JSON.stringify(feature, null, 2)}\n`)
  if (context.json) context.print(JSON.stringify(feature, null, 2))
  else report(context, together, out)
  return unusable.length > 0 ? EXIT.unusable : EXIT.done
})

function toFeature(
  { consensus: { line, used, refused, doubt }, findings }: WalksAssessment,
  unusable: readonly string[],
): Feature<LineString> | null {
  if (!line) return null
  const { coordinates, ...facts } = line
  return {
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: coordinates.map((position) => [...position]) },
    properties: {
      tracks: used.length,
      used,
      ...facts,
      refused: [
        ...refused.map(({ id, ...why }) => ({ file: id, ...why })),
        ...unusable.map((file) => ({ file, reason: 'unreadable' })),
      ],
      doubt,
      findings,
    },
  }
}

function report(
  context: FilesContext,
  { consensus, findings }: WalksAssessment,
  out: string | undefined,
): void {
  const { print, t, figures, language } = context
  const { line, used, doubt } = consensus
  const [from, to] = line!.lengthIntervalM
  print(t('consensus.line', { count: used.length, length: figures.length(line!.lengthM) }))
  print(`  ${t('consensus.interval', { from: figures.length(from), to: figures.length(to) })}`)
  const support = [...line!.support].sort((a, b) => a - b)
  const spread = line!.spreadM.filter((one) => one !== null).sort((a, b) => a - b)
  print(`  ${t('consensus.support', { least: support[0]!, usual: support[support.length >> 1]! })}`)
  if (spread.length > 0) {
    print(`  ${t('consensus.spread', { usual: figures.metres(spread[spread.length >> 1]!) })}`)
  }
  for (const sentence of refusals(context, consensus)) print(`  - ${sentence}`)
  for (const finding of findings) print(findingLine(language, finding))
  if (doubt) print(`  ${t(`consensus.doubt.${doubt}`)}`)
  if (out) print(`  ${t('consensus.written', { file: out })}`)
}

function refusals({ t }: FilesContext, { refused }: Consensus): string[] {
  return refused.map(
    ({ id, reason, keptId }) =>
      `${id}: ${t(`consensus.refused.${reason}`, { kept: keptId ?? '' })}`,
  )
}
