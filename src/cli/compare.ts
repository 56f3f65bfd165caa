import type { Position } from 'geojson'
import type { Comparison } from '../domain/geo/comparison.ts'
import { compareWithTrail } from '../domain/geo/match/compare-with-trail.ts'
import { uniteCoverage } from '../domain/geo/match/coverage-union.ts'
import { EXIT, wordOption, type Command, type Terminal } from './command.ts'
import { linesOf, readInput, referenceLine } from './read-input.ts'

/** `jalon compare TRACK… --trail REF`: what each walk covers of a trail, and what they cover together. */
export const command: Command = {
  options: { trail: 'string' },
  async run(input, terminal) {
    const trail = await readTrail(wordOption(input, 'trail'), terminal)
    if (!trail) return EXIT.unusable
    if (input.words.length === 0) {
      terminal.warn(terminal.say('file-missing'))
      return EXIT.unusable
    }
    const { tracks, refused } = await compareAll(input.words, trail, terminal)
    const lengthM = tracks[0]?.trailLengthM ?? 0
    const walks = tracks.map((one, index) => ({
      id: String(index),
      tester: one.file,
      walkedAtMs: one.walkedAtMs,
      covered: one.covered,
    }))
    const { coverage, coveredM, covered, sections } = uniteCoverage(walks, lengthM)
    const answer = {
      trail: { lengthM },
      tracks: tracks.map(({ walkedAtMs: _, trailLengthM: __, ...track }) => track),
      union: {
        coverage,
        coveredM,
        covered,
        sections: sections.map(({ intervalM, walks: by }) => ({ intervalM, walks: by.length })),
      },
    }
    if (input.json) terminal.print(JSON.stringify(answer))
    else report(answer, terminal)
    return refused > 0 ? EXIT.unusable : EXIT.done
  },
}

/** The reference line that `--trail` names, or null after having said why there is none. */
export async function readTrail(
  path: string | undefined,
  terminal: Terminal,
): Promise<readonly Position[] | null> {
  if (path === undefined) {
    terminal.warn(terminal.say('trail-missing'))
    return null
  }
  const input = await readInput(path, terminal)
  if (input.refusal) {
    terminal.warn(input.refusal.message)
    return null
  }
  const line = referenceLine(input.file)
  if (!line) terminal.warn(terminal.say('no-line', { file: input.name }))
  return line
}

async function compareAll(
  paths: readonly string[],
  trail: readonly Position[],
  terminal: Terminal,
) {
  const tracks: (Comparison & { file: string; name: string | null; walkedAtMs: number })[] = []
  let refused = 0
  for (const path of paths) {
    const input = await readInput(path, terminal)
    if (input.refusal) {
      terminal.warn(input.refusal.message)
      refused++
      continue
    }
    for (const { name, track } of linesOf(input.file)) {
      const walkedAtMs = track.segments[0]?.[0]?.atMs ?? 0
      tracks.push({
        file: input.name,
        name: name ?? null,
        walkedAtMs,
        ...compareWithTrail(track, trail),
      })
    }
  }
  return { tracks, refused }
}

interface Answer {
  readonly trail: { readonly lengthM: number }
  readonly tracks: readonly Omit<Comparison & { file: string }, 'trailLengthM'>[]
  readonly union: { readonly coverage: number; readonly coveredM: number }
}

function report({ trail, tracks, union }: Answer, { say, print, language }: Terminal): void {
  const km = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  print(say('compare.trail', { km: km.format(trail.lengthM / 1000) }))
  for (const one of tracks) {
    print(
      say('compare.track', {
        file: one.file,
        share: share.format(one.coverage),
        km: km.format(one.coveredM / 1000),
        direction: say(`compare.direction.${DIRECTIONS[one.direction]}`),
        detours: one.detours.length,
        shortcuts: one.shortcuts.length,
        gaps: one.gaps.length,
      }),
    )
  }
  print(
    say('compare.union', {
      share: share.format(union.coverage),
      km: km.format(union.coveredM / 1000),
    }),
  )
}

const DIRECTIONS = { '1': 'as-drawn', '-1': 'reversed', '0': 'undecidable' } as const
