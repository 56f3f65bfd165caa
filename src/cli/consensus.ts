import type { Feature, LineString } from 'geojson'
import type { ConsensusTrack } from '../domain/consensus/admit-tracks.ts'
import { consensusOfTracks, type Consensus } from '../domain/consensus/consensus-of-tracks.ts'
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
  const tracks: ConsensusTrack[] = []
  const unusable: string[] = []
  for (const path of files) {
    const outcome = await tryInput(context, path)
    const track = outcome.file && walkOfFile(outcome.file)
    if (track) tracks.push({ id: path, track })
    else {
      unusable.push(path)
      warn(outcome.file ? `${path}: ${t('error.no-line')}` : outcome.sentence)
    }
  }
  const consensus = consensusOfTracks(tracks, seed)
  const feature = toFeature(consensus, unusable)
  if (!feature) {
    for (const sentence of refusals(context, consensus)) warn(sentence)
    throw new UnusableInput(t('consensus.none'))
  }
  const out = options['out']
  if (out) await context.write(out, `${JSON.stringify(feature, null, 2)}\n`)
  if (context.json) context.print(JSON.stringify(feature, null, 2))
  else report(context, consensus, out)
  return unusable.length > 0 ? EXIT.unusable : EXIT.done
})

function toFeature(
  { line, used, refused, doubt }: Consensus,
  unusable: readonly string[],
): Feature<LineString> | null {
  if (!line) return null
  const { coordinates, lengthM, lengthIntervalM, support, spreadM } = line
  return {
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: coordinates.map((position) => [...position]) },
    properties: {
      tracks: used.length,
      used,
      lengthM,
      lengthIntervalM,
      support,
      spreadM,
      refused: [
        ...refused.map(({ id, ...why }) => ({ file: id, ...why })),
        ...unusable.map((file) => ({ file, reason: 'unreadable' })),
      ],
      doubt,
    },
  }
}

function report(context: FilesContext, consensus: Consensus, out: string | undefined): void {
  const { print, t, figures } = context
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
  if (doubt) print(`  ${t(`consensus.doubt.${doubt}`)}`)
  if (out) print(`  ${t('consensus.written', { file: out })}`)
}

function refusals({ t }: FilesContext, { refused }: Consensus): string[] {
  return refused.map(
    ({ id, reason, keptId }) =>
      `${id}: ${t(`consensus.refused.${reason}`, { kept: keptId ?? '' })}`,
  )
}
