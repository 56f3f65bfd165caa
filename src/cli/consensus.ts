import type { Feature, LineString } from 'geojson'
import { checkWalks, type WalksAssessment } from '../domain/checks/check-walks.ts'
import type { NamedWalk } from '../domain/checks/subject.ts'
import type { Consensus } from '../domain/consensus/consensus-of-tracks.ts'
import { SHARED_ERROR_M } from '../domain/consensus/estimate-accuracy.ts'
import { totalLengthM } from '../domain/geo/interval.ts'
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
    const receiver = outcome.file?.creator
    if (track) walks.push({ id: path, track, ...(receiver ? { receiver } : {}) })
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
  { consensus: { line, used, witnesses, refused, doubt, doubts }, findings }: WalksAssessment,
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
      witnesses,
      ...facts,
      sharedErrorM: SHARED_ERROR_M,
      refused: [
        ...refused.map(({ id, ...why }) => ({ file: id, ...why })),
        ...unusable.map((file) => ({ file, reason: 'unreadable' })),
      ],
      doubt,
      doubts,
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
  const { line, used, witnesses, doubts } = consensus
  const [from, to] = line!.lengthIntervalM
  print(t('consensus.line', { count: used.length, length: figures.length(line!.lengthM) }))
  const drawn = figures.length(line!.drawnLengthM)
  print(
    `  ${t('consensus.interval', { from: figures.length(from), to: figures.length(to), drawn })}`,
  )
  const support = [...line!.support].sort((a, b) => a - b)
  const usual = support[support.length >> 1]!
  print(`  ${t('consensus.support', { witnesses, least: support[0]!, usual })}`)
  const [spread, accuracy] = [usualOf(line!.spreadM), usualOf(line!.accuracy95M)]
  if (spread !== null && accuracy !== null) {
    const said = [spread, accuracy, SHARED_ERROR_M].map((metres) => figures.metres(metres))
    print(`  ${t('consensus.spread', { usual: said[0]!, accuracy: said[1]!, shared: said[2]! })}`)
  }
  for (const sentence of refusals(context, consensus)) print(`  - ${sentence}`)
  for (const finding of findings) print(findingLine(language, finding))
  for (const { doubt, intervalsM } of doubts) {
    print(
      `  ${t(`consensus.doubt.${doubt}`, { length: figures.length(totalLengthM(intervalsM)) })}`,
    )
  }
  if (out) print(`  ${t('consensus.written', { file: out })}`)
}

function usualOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  return known[known.length >> 1] ?? null
}

function refusals({ t }: FilesContext, { refused }: Consensus): string[] {
  return refused.map(
    ({ id, reason, keptId }) =>
      `${id}: ${t(`consensus.refused.${reason}`, { kept: keptId ?? '' })}`,
  )
}
