import type { IntervalM } from '../geo/interval.ts'
import type { FarWay, WalkSections } from './walk-sections.ts'

/** A way beside the line that walks have in common. */
export interface CommonFarWay {
  readonly intervalM: IntervalM
  readonly awayM: number
  /** How many walks went that way, and how many kept to the line there. */
  readonly walkers: number
  readonly onLine: number
}

/** Two ways that leave and join the line so much alike are one. */
const ALIKE_SHARE = 0.5

/** The ways beside the line, those that several walks took counted once, in order along the line. */
export function commonFarWays({ farWays, offsetsM, stepM }: WalkSections): CommonFarWay[] {
  const told = new Set<FarWay>()
  const common: CommonFarWay[] = []
  for (const way of farWays) {
    if (told.has(way)) continue
    const alike = farWays.filter((other) => sharedShare(way, other) > ALIKE_SHARE)
    for (const other of alike) told.add(other)
    const walkers = new Set([way, ...alike].map(({ walk }) => walk))
    const [from, to] = way.intervalM
    const middle = Math.round((from + to) / 2 / stepM)
    common.push({
      intervalM: way.intervalM,
      awayM: Math.max(way.awayM, ...alike.map(({ awayM }) => awayM)),
      walkers: walkers.size,
      onLine: offsetsM.filter((column, walk) => !walkers.has(walk) && !isNaN(column[middle] ?? NaN))
        .length,
    })
  }
  return common.sort((a, b) => a.intervalM[0] - b.intervalM[0])
}

function sharedShare({ intervalM: [a, b] }: FarWay, { intervalM: [c, d] }: FarWay): number {
  return (Math.min(b, d) - Math.max(a, c)) / Math.max(1, Math.max(b, d) - Math.min(a, c))
}
