import type { Position } from 'geojson'
import type { DeskTrailAnswer, TrailFileAnswer } from '../../../../contract/desk.ts'
import type { RefusedTrack } from '../../../../domain/consensus/admit-tracks.ts'
import type { ConsensusDoubt } from '../../../../domain/consensus/doubts.ts'
import type { DecisionOf } from '../../../../domain/catalogue/decision.ts'
import { changedLine } from '../../../../domain/checks/change-line.ts'
import { sharedLine } from '../../../../domain/checks/line-coverage.ts'
import type { LineCounts } from '../../../../domain/checks/propose-fix.ts'
import { lineLengthM } from '../../../../domain/geo/chainage.ts'
import type { IntervalM } from '../../../../domain/geo/interval.ts'

/** A line that could become the trail's reference, and what is known of it. */
export interface LineCandidate {
  readonly id: string
  readonly method: DecisionOf<'set-reference'>['properties']['method']
  readonly line: readonly Position[]
  readonly lengthM: number
  /** The line as a file has it, where `line` is cleaned. */
  readonly recorded?: readonly (readonly number[])[]
  /** The share of it that runs along the line in force, 0 to 1. */
  readonly kept: number
  readonly source:
    | {
        readonly kind: 'walks'
        readonly used: number
        readonly refused: readonly RefusedTrack[]
        readonly lengthIntervalM: IntervalM
        /** Median distance between the walks, metres; `null` where only one passed. */
        readonly spreadM: number | null
        readonly doubt: ConsensusDoubt | null
      }
    | {
        readonly kind: 'fix'
        readonly check: string
        readonly before: LineCounts
        readonly after: LineCounts
      }
    | { readonly kind: 'file'; readonly name: string }
}

/** What the evidence proposes: the line of the walks first, then the corrections of the present one. */
export function proposedLines({ trail, consensus, fixes }: DeskTrailAnswer): LineCandidate[] {
  const current = trail.geometry.coordinates
  const candidates: LineCandidate[] = []
  if (consensus?.line) {
    const { line, used, refused, doubt } = consensus
    const { coordinates, lengthIntervalM, spreadM } = line
    candidates.push({
      ...measured('walks', coordinates, current),
      method: 'consensus',
      source: {
        kind: 'walks',
        used: used.length,
        refused,
        lengthIntervalM,
        spreadM: middle(spreadM),
        doubt,
      },
    })
  }
  for (const [i, fix] of (fixes ?? []).entries()) {
    if (fix.kind !== 'line') continue
    const { check, before, after, change } = fix
    candidates.push({
      ...measured(`fix-${i}`, changedLine(current, change), current),
      method: 'drawn',
      source: { kind: 'fix', check, before, after },
    })
  }
  return candidates
}

/** The lines of a file that was given. */
export function linesOfFile({ lines }: TrailFileAnswer, { trail }: DeskTrailAnswer) {
  return lines.map(({ name, coordinates, recorded }, i): LineCandidate => ({
    ...measured(`file-${i}`, coordinates as readonly Position[], trail.geometry.coordinates),
    method: 'import',
    source: { kind: 'file', name },
    ...(recorded ? { recorded } : {}),
  }))
}

function measured(id: string, line: readonly Position[], current: readonly Position[]) {
  return { id, line, lengthM: lineLengthM(line), kept: sharedLine(current, line) }
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  return known[Math.floor(known.length / 2)] ?? null
}
