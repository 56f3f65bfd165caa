import type { Position } from 'geojson'
import type { DeskTrailAnswer, TrailFileAnswer } from '../../../../contract/desk.ts'
import type { RefusedTrack } from '../../../../domain/consensus/admit-tracks.ts'
import { adoptedLine, saysOtherwise } from '../../../../domain/consensus/adopted-line.ts'
import type { ConsensusLine } from '../../../../domain/consensus/describe-line.ts'
import type { ConsensusDoubt } from '../../../../domain/consensus/doubts.ts'
import { SHARED_ERROR_M } from '../../../../domain/consensus/estimate-accuracy.ts'
import type { DecisionOf } from '../../../../domain/catalogue/decision.ts'
import { changedLine } from '../../../../domain/checks/change-line.ts'
import { sharedLine } from '../../../../domain/checks/line-coverage.ts'
import type { LineCounts } from '../../../../domain/checks/propose-fix.ts'
import { lineLengthM } from '../../../../domain/geo/chainage.ts'
import { totalLengthM, type IntervalM } from '../../../../domain/geo/interval.ts'

/** A line as the map shows it beside the one in force. */
export interface SeenLine {
  readonly lines: readonly (readonly Position[])[]
  readonly notWalked: readonly (readonly Position[])[]
}

/** A line that could become the trail's reference, and what is known of it. */
export interface LineCandidate {
  readonly id: string
  readonly method: DecisionOf<'set-reference'>['properties']['method']
  readonly line: readonly Position[]
  readonly lengthM: number
  /** The line as a file has it, where `line` is cleaned. */
  readonly recorded?: readonly (readonly number[])[]
  /** The share of it that runs along the line in force, 0 to 1; of what was walked, for walks. */
  readonly kept: number
  /** How the map shows it: what nobody walked apart. */
  readonly seen: SeenLine
  readonly source:
    | {
        readonly kind: 'walks'
        readonly used: number
        readonly refused: readonly RefusedTrack[]
        readonly lengthIntervalM: IntervalM
        /** Median distance between the walks, metres; `null` where only one passed. */
        readonly spreadM: number | null
        /** The true way passes within it 19 times of 20, in the median, the error shared by all receivers included. */
        readonly accuracyM: number | null
        /** Every doubt that is true, worst first, and of how much of the line. */
        readonly doubts: readonly { readonly doubt: ConsensusDoubt; readonly lengthM: number }[]
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
  if (consensus?.line && saysOtherwise(consensus.line, current)) {
    const { line, used, refused, doubts } = consensus
    const { lengthIntervalM, spreadM, accuracy95M } = line
    const seen = seenWalks(line)
    const accuracyM = middle(accuracy95M)
    candidates.push({
      ...measured('walks', adoptedLine(line, current), current),
      kept: keptOf(seen.lines, current),
      seen,
      method: 'consensus',
      source: {
        kind: 'walks',
        used: used.length,
        refused,
        lengthIntervalM,
        spreadM: middle(spreadM),
        accuracyM: accuracyM === null ? null : Math.hypot(accuracyM, 2 * SHARED_ERROR_M),
        doubts: doubts.map(({ doubt, intervalsM }) => ({
          doubt,
          lengthM: totalLengthM(intervalsM),
        })),
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
  return {
    id,
    line,
    lengthM: lineLengthM(line),
    kept: sharedLine(current, line),
    seen: { lines: [line], notWalked: [] },
  }
}

/** The line of the walks, cut where people walked and where nobody did. */
function seenWalks({ coordinates, support }: ConsensusLine): SeenLine {
  const lines: Position[][] = []
  const notWalked: Position[][] = []
  let from = 0
  for (let i = 1; i <= coordinates.length; i += 1) {
    const isWalked = support[from]! > 0
    if (i < coordinates.length && support[i]! > 0 === isWalked) continue
    const piece = coordinates.slice(from, i + 1).map((at) => [...at])
    if (piece.length > 1) (isWalked ? lines : notWalked).push(piece)
    from = i
  }
  return { lines, notWalked }
}

/** The share of what was walked that runs along a line: where nobody was, nobody agrees. */
function keptOf(walked: SeenLine['lines'], current: readonly Position[]): number {
  const lengths = walked.map((piece) => lineLengthM(piece))
  const total = lengths.reduce((sum, lengthM) => sum + lengthM, 0)
  if (total === 0) return 0
  return walked.reduce(
    (sum, piece, i) => sum + (lengths[i]! / total) * sharedLine(current, piece),
    0,
  )
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  return known[Math.floor(known.length / 2)] ?? null
}
