import type { Position } from 'geojson'
import { lineLengthM, sliceLine } from '../geo/chainage.ts'
import type { IntervalM } from '../geo/interval.ts'
import { indexLine, type IndexedLine } from '../geo/line-index.ts'
import { roundDegrees, roundMetres } from '../geo/rounding.ts'
import { simplifyLine } from '../geo/simplify.ts'
import type { Finding } from './finding.ts'
import type { Declared } from './subject.ts'
import { THRESHOLDS } from './thresholds.ts'

/** A change of the line that a person may accept. Nothing is ever changed without that. */
export interface LineFix {
  readonly kind: 'line'
  readonly check: string
  /** Where, when it is in one place. */
  readonly intervalM?: IntervalM
  readonly before: LineCounts
  readonly after: LineCounts
  readonly line: readonly Position[]
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
  const line = fixedLine(finding, positions)
  if (!line || line.length < 2) return null
  return {
    kind: 'line',
    check: finding.check,
    ...(finding.intervalM ? { intervalM: finding.intervalM } : {}),
    before: countsOf(positions),
    after: countsOf(line),
    line,
  }
}

function fixedLine(finding: Finding, positions: readonly Position[]): readonly Position[] | null {
  switch (finding.check) {
    case 'GEO-04':
      return withoutRepeated(positions)
    case 'GEO-05':
      return finding.params?.['kind'] === 'fine' ? rounded(positions) : null
    case 'GEO-08':
      return simplifyLine(positions, SIMPLIFY_M)
    case 'GEO-09':
      return withoutVertex(indexLine(positions), finding)
    case 'GEO-10':
    case 'GEO-12':
      return withoutInterval(indexLine(positions), finding)
    case 'ELE-02':
      return finding.params?.['kind'] === 'range' ? null : lowered(positions, finding.value ?? 0)
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

function withoutRepeated(positions: readonly Position[]): Position[] {
  const kept: Position[] = []
  for (const position of positions) {
    const last = kept.at(-1)
    if (last && lineLengthM([last, position]) < THRESHOLDS['GEO-04'].repeatedM) continue
    kept.push(position)
  }
  return kept
}

function rounded(positions: readonly Position[]): Position[] {
  return positions.map(([lon, lat, ...rest]) => [roundDegrees(lon!), roundDegrees(lat!), ...rest])
}

/** The spike is the one vertex inside the interval of its finding. */
function withoutVertex(
  { path, positions }: IndexedLine,
  { intervalM }: Finding,
): Position[] | null {
  if (!intervalM) return null
  const inside = (chainageM: number): boolean =>
    chainageM > intervalM[0] + 0.1 && chainageM < intervalM[1] - 0.1
  return positions.filter((_, i) => !inside(path.chainageM[i]!))
}

/** The line goes straight on where the loop or the branch began. */
function withoutInterval(line: IndexedLine, { intervalM }: Finding): Position[] | null {
  if (!intervalM) return null
  const [fromM, toM] = intervalM
  const before = sliceLine(line, 0, fromM)
  const after = sliceLine(line, toM, line.path.lengthM)
  return withoutRepeated([...before, ...after].map(roundAll))
}

function roundAll([lon, lat, ...rest]: Position): Position {
  return [roundDegrees(lon!), roundDegrees(lat!), ...rest.map(roundMetres)]
}

function lowered(positions: readonly Position[], offsetM: number): Position[] {
  return positions.map(([lon, lat, z, ...rest]) =>
    z === undefined ? [lon!, lat!] : [lon!, lat!, roundMetres(z - offsetM), ...rest],
  )
}

function countsOf(positions: readonly Position[]): LineCounts {
  return { vertices: positions.length, lengthM: roundMetres(lineLengthM(positions)) }
}
