import type { IntervalM } from '../geo/interval.ts'
import type { WalkMatch } from '../geo/match/match-walk.ts'
import { countAvoiding } from './repair-branches.ts'
import type { SettledLine } from './settle-line.ts'
import type { Stations } from './stations.ts'

/**
 * Why a consensus may not become a trail's line without a person deciding so, worst first.
 * `not-walked`: nobody passed on a stretch. `one-witness`, `few-witnesses`: one, or two, did.
 * `witnesses-disagree`: they pass, but not at one place. `long-guess`: those who passed recorded
 * nothing there.
 */
export const DOUBTS = [
  'not-walked',
  'one-witness',
  'few-witnesses',
  'witnesses-disagree',
  'long-guess',
] as const
export type ConsensusDoubt = (typeof DOUBTS)[number]

/** A doubt and the stretches of the line it is about, as drawn. */
export interface DoubtfulStretches {
  readonly doubt: ConsensusDoubt
  readonly intervalsM: readonly IntervalM[]
}

/** With two, the error of one witness cannot be told from a change of the trail. */
export const INDEPENDENT_WITNESSES = 3
/** A shorter stretch is the end of a partial walk, or a bend that a walk cut. */
const LEAST_STRETCH_M = 50
/** What differs by more than this over so long is no noise, even under trees. */
const DISAGREE_M = 14
const DISAGREE_OVER_M = 100
/** Fixes farther apart say nothing of what lies between; farther than the second, nobody knows who passed. */
const UNRECORDED_M = 60
const LONGEST_HOLE_M = 1500
/** More than this share of those who pass here go round by another way. */
const AVOIDED_SHARE = 0.3

/** All that is true of a line, worst first. Distances along the drawn line, metres. */
export function doubtsOf({ stations, averages, walks }: SettledLine): DoubtfulStretches[] {
  const { support, spreadM } = averages
  const { stepM } = stations
  const { matches } = walks
  const holes = passedUnrecorded(matches, stations)
  const avoided = countAvoiding(stations, walks, averages.columns)
  const runs = (is: (k: number) => boolean, leastM = LEAST_STRETCH_M): IntervalM[] =>
    stretches(support.length, is, stepM, leastM)
  const found: Record<ConsensusDoubt, IntervalM[]> = {
    'not-walked': runs((k) => support[k] === 0 && !holes[k]),
    'one-witness': runs((k) => support[k] === 1),
    'few-witnesses': runs((k) => support[k] === 2),
    'witnesses-disagree': [
      ...runs((k) => spreadM[k]! > DISAGREE_M, DISAGREE_OVER_M),
      ...runs((k) => isAvoided(support[k]!, avoided[k]!), DISAGREE_OVER_M),
    ].sort((a, b) => a[0] - b[0]),
    'long-guess': runs((k) => support[k] === 0 && holes[k] === 1),
  }
  return DOUBTS.filter((doubt) => found[doubt].length > 0).map((doubt) => ({
    doubt,
    intervalsM: found[doubt],
  }))
}

/** One of several who goes another way has made a detour; two of them, or half of all, have not. */
function isAvoided(support: number, avoided: number): boolean {
  if (avoided === 0 || avoided < Math.min(2, support)) return false
  return avoided > AVOIDED_SHARE * (support + avoided)
}

/** 1 where a walk went from one side to the other while nothing was recorded. */
function passedUnrecorded(matches: readonly WalkMatch[], { path, stepM }: Stations): Uint8Array {
  const passed = new Uint8Array(path.xs.length)
  for (const { samples, alongM } of matches) {
    for (let i = 1; i < samples.count; i += 1) {
      if (!samples.afterGap[i] && samples.stepM[i]! <= UNRECORDED_M) continue
      const low = Math.min(alongM[i - 1]!, alongM[i]!)
      const high = Math.max(alongM[i - 1]!, alongM[i]!)
      if (!(high - low < LONGEST_HOLE_M)) continue
      passed.fill(1, Math.ceil(low / stepM), Math.floor(high / stepM) + 1)
    }
  }
  return passed
}

function stretches(
  count: number,
  is: (k: number) => boolean,
  stepM: number,
  leastM: number,
): IntervalM[] {
  const found: IntervalM[] = []
  for (let k = 0; k < count; k += 1) {
    if (!is(k)) continue
    const from = k
    while (k + 1 < count && is(k + 1)) k += 1
    if ((k - from + 1) * stepM >= leastM) found.push([from * stepM, k * stepM])
  }
  return found
}
