import { writeFile } from 'node:fs/promises'
import { consensusOfTracks, type Consensus } from '../domain/consensus/consensus-of-tracks.ts'
import type { ConsensusTrack } from '../domain/consensus/admit-tracks.ts'
import { EXIT, wordOption, type Command, type Terminal } from './command.ts'
import { readTrail } from './compare.ts'
import { linesOf, readInput } from './read-input.ts'

/** `jalon consensus TRACK… [--trail SEED] [--out LINE.geojson]`: where the trail really is. */
export const command: Command = {
  options: { trail: 'string', out: 'string' },
  async run(input, terminal) {
    const seedPath = wordOption(input, 'trail')
    const seed = seedPath === undefined ? null : await readTrail(seedPath, terminal)
    if (seedPath !== undefined && !seed) return EXIT.unusable
    const { tracks, unreadable } = await readTracks(input.words, terminal)
    const consensus = consensusOfTracks(tracks, seed)
    if (!consensus.line) {
      terminal.warn(terminal.say('consensus.nothing'))
      return EXIT.unusable
    }
    const feature = toFeature(consensus, consensus.line)
    const out = wordOption(input, 'out')
    if (out !== undefined) await writeFile(out, `${JSON.stringify(feature)}\n`)
    if (input.json) terminal.print(JSON.stringify(feature))
    else report(feature, terminal, out)
    return unreadable > 0 ? EXIT.unusable : EXIT.done
  },
}

async function readTracks(paths: readonly string[], terminal: Terminal) {
  const tracks: ConsensusTrack[] = []
  let unreadable = 0
  for (const path of paths) {
    const input = await readInput(path, terminal)
    if (input.refusal) {
      terminal.warn(input.refusal.message)
      unreadable++
      continue
    }
    const lines = linesOf(input.file)
    lines.forEach(({ track }, index) => {
      tracks.push({ id: lines.length > 1 ? `${input.name}#${index + 1}` : input.name, track })
    })
  }
  return { tracks, unreadable }
}

function toFeature({ used, refused, doubt }: Consensus, line: NonNullable<Consensus['line']>) {
  const { coordinates, ...measures } = line
  return {
    type: 'Feature' as const,
    geometry: { type: 'LineString' as const, coordinates },
    properties: { tracks: used.length, used, ...measures, refused, doubt },
  }
}

function report(
  { properties }: ReturnType<typeof toFeature>,
  { say, print, warn, language }: Terminal,
  out: string | undefined,
): void {
  const km = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
  const [least, most] = properties.lengthIntervalM
  print(
    say('consensus.line', {
      count: properties.tracks,
      km: km.format(properties.lengthM / 1000),
      least: km.format(least / 1000),
      most: km.format(most / 1000),
    }),
  )
  for (const { id, reason, keptId } of properties.refused) {
    warn(say(`consensus.refused.${reason}`, { id, kept: keptId ?? '' }))
  }
  if (properties.doubt) warn(say(`consensus.doubt.${properties.doubt}`))
  if (out !== undefined) print(say('written', { file: out }))
}
