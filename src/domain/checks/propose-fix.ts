import type { Position } from 'geojson'
import { lineLengthM, measureLine, positionAt } from '../geo/chainage.ts'
import type { IntervalM } from '../geo/interval.ts'
import { indexLine, type IndexedLine } from '../geo/line-index.ts'
import { roundDegrees, roundMetres } from '../geo/rounding.ts'
import { simplifiedIndices } from '../geo/simplify.ts'
import { changedLine, type LineChange, type LineEdit } from './change-line.ts'
import type { Finding } from './finding.ts'
import type { Declared } from './subject.ts'
import { THRESHOLDS } from './thresholds.ts'

/** A change of the line that a person may accept: a patch, not a copy. Nothing is changed without that. */
export interface LineFix {
  readonly kind: 'line'
  readonly check: string
  /** Where, when it is in one place. */
  readonly intervalM?: IntervalM
  readonly before: LineCounts
  readonly after: LineCounts
  readonly change: LineChange
}

/** A declared value that the computed one may replace. */
export interface ValueFix {
  readonly kind: 'value'
  readonly check: string
  readonly field: keyof Declared & ('lengthM' | 'ascentM' | 'durationS')
  readonly before: number
  readonly after: number
}

export type ProposedFix = LineFix | ValueFix

export interface LineCounts {
  readonly vertices: number
  readonly lengthM: number
}

const DECIMALS = 6
/** Simplifying to one metre costs 5 cm of accuracy, and leaves a fifth of the vertices. */
const SIMPLIFY_M = 1

/**
 * The automatic fixes of findings on one line. Where several findings of a check ask for the same change
 * (every repeated point), it is proposed once.
 */
export function proposeFixes(
  findings: readonly Finding[],
  positions: readonly Position[],
  declared: Declared = {},
): readonly ProposedFix[] {
  const told = new Set<string>()
  return findings.flatMap((finding) => {
    const isWhole = finding.intervalM === undefined
    if (isWhole && told.has(finding.check)) return []
    const fix = proposeFix(finding, positions, declared)
    if (!fix) return []
    if (isWhole) told.add(finding.check)
    return [fix]
  })
}

/**
 * The automatic fix of a finding, with its before and after; `null` where only a person can tell.
 * `positions` is the line on which the finding was made; `declared` what was held against it.
 */
export function proposeFix(
  finding: Finding,
  positions: readonly Position[],
  declared: Declared = {},
): ProposedFix | null {
  const value = valueFix(finding, declared)
  if (value) return value
  const change = changeOf(finding, positions)
  const line = change && changedLine(positions, change)
  if (!line || line.length < 2) return null
  return {
    kind: 'line',
    check: finding.check,
    ...(finding.intervalM ? { intervalM: finding.intervalM } : {}),
    before: countsOf(positions),
    after: countsOf(line),
    change,
  }
}

function changeOf(finding: Finding, positions: readonly Position[]): LineChange | null {
  switch (finding.check) {
    case 'GEO-04':
      return withoutRepeated(positions)
    case 'GEO-05':
      return finding.params?.['kind'] === 'fine' ? { op: 'truncate', decimals: DECIMALS } : null
    case 'GEO-08':
      return keeping(simplifiedIndices(measureLine(positions).path, SIMPLIFY_M), positions.length)
    case 'GEO-09':
      return withoutVertex(indexLine(positions), finding)
    case 'GEO-10':
    case 'GEO-12':
      return withoutInterval(indexLine(positions), finding)
    case 'ELE-02':
      return finding.params?.['kind'] === 'range' ? null : { op: 'lower', byM: finding.value ?? 0 }
    default:
      return null
  }
}

function valueFix({ check, value }: Finding, declared: Declared): ValueFix | null {
  if (value === undefined) return null
  if (check === 'GEO-20' && declared.lengthM !== undefined) {
    return { kind: 'value', check, field: 'lengthM', before: declared.lengthM, after: value }
  }
  if (check === 'ELE-04' && declared.ascentM !== undefined) {
    return { kind: 'value', check, field: 'ascentM', before: declared.ascentM, after: value }
  }
  if (check === 'TIM-06' && declared.durationS !== undefined && value > 0) {
    const computedS = Math.round(declared.durationS / value)
    return {
      kind: 'value',
      check,
      field: 'durationS',
      before: declared.durationS,
      after: computedS,
    }
  }
  return null
}

function withoutRepeated(positions: readonly Position[]): LineChange {
  const kept: number[] = []
  positions.forEach((position, i) => {
    const last = kept.at(-1)
    if (last === undefined || !isRepeated(positions[last]!, position)) kept.push(i)
  })
  return keeping(kept, positions.length)
}

function isRepeated(a: Position, b: Position): boolean {
  return lineLengthM([a, b]) < THRESHOLDS['GEO-04'].repeatedM
}

/** Only these vertices stay, given by their index in order. */
function keeping(kept: readonly number[], count: number): LineChange {
  const edits: LineEdit[] = []
  let next = 0
  for (const index of [...kept, count]) {
    if (index > next) edits.push({ at: next, remove: index - next })
    next = index + 1
  }
  return { op: 'splice', edits }
}

/** The spike is the one vertex inside the interval of its finding. */
function withoutVertex({ path }: IndexedLine, { intervalM }: Finding): LineChange | null {
  if (!intervalM) return null
  const inside = path.chainageM.findIndex((m) => m > intervalM[0] + 0.1 && m < intervalM[1] - 0.1)
  return inside < 0 ? null : { op: 'splice', edits: [{ at: inside, remove: 1 }] }
}

/** The line goes straight on where the loop or the branch began. */
function withoutInterval(line: IndexedLine, { intervalM }: Finding): LineChange | null {
  if (!intervalM) return null
  const { path, positions } = line
  const [fromM, toM] = intervalM
  const at = path.chainageM.findIndex((m) => m > fromM)
  const end = path.chainageM.findIndex((m) => m >= toM)
  if (at < 1 || end < at) return null
  const joints = [fromM, toM].map((m) => roundAll(positionAt(line, m)))
  const insert = joints.filter((joint, i) => {
    const neighbours = [positions[at - 1]!, positions[end]!, ...joints.slice(0, i)]
    return !neighbours.some((neighbour) => isRepeated(neighbour, joint))
  })
  return {
    op: 'splice',
    edits: [{ at, remove: end - at, ...(insert.length > 0 ? { insert } : {}) }],
  }
}

function roundAll([lon, lat, ...rest]: Position): Position {
  return [roundDegrees(lon!), roundDegrees(lat!), ...rest.map(roundMetres)]
}

function countsOf(positions: readonly Position[]): LineCounts {
  return { vertices: positions.length, lengthM: roundMetres(lineLengthM(positions)) }
}
