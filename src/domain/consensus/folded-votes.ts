import type { Stations } from './stations.ts'
import { sumAround } from './blur.ts'
import { crossSections, type CrossSections } from './cross-sections.ts'
import { byWitness, type WitnessedWalks } from './witnesses.ts'

/** Whether two legs lie apart is asked over so many stations on both sides: 200 m. */
const APART_REACH = 25
/** So many times its own standard error takes a difference of the legs for what it is. */
const CAUTION = 1
const LEAST_WITNESSES = 2

/**
 * The votes of each witness at each station. On a folded way both passages vote for the one way; if
 * those who walked both legs agree that the legs lie apart, as on the two sides of a broad track,
 * what they recorded on the other leg votes moved over by as much as that is sure (the shrinkage of
 * a Wiener filter).
 */
export function votesOf(stations: Stations, { matches, witnesses }: WitnessedWalks): CrossSections {
  const own = byWitness(crossSections(stations, matches), witnesses)
  if (!matches.some(({ model }) => model.folds.twins.length > 0)) return own
  const beside = byWitness(crossSections(stations, matches, 'beside'), witnesses)
  const apartM = legsApart(own, beside, stations.ring)
  return own.map((column, t) =>
    column.map((offset, k) => {
      const other = beside[t]![k]! + apartM[k]!
      if (Number.isNaN(other)) return offset
      return Number.isNaN(offset) ? other : (offset + other) / 2
    }),
  )
}

/** How far a leg lies to the left of the one beside it, as far as that is sure. */
function legsApart(own: CrossSections, beside: CrossSections, ring: boolean): Float64Array {
  const count = own[0]?.length ?? 0
  const [sum, squares, witnesses] = [0, 0, 0].map(() => new Float64Array(count))
  own.forEach((column, t) => {
    const apart = column.map((offset, k) => offset - beside[t]![k]!)
    const known = sumAround(
      apart.map((d) => (Number.isNaN(d) ? 0 : 1)),
      APART_REACH,
      ring,
    )
    const total = sumAround(
      apart.map((d) => (Number.isNaN(d) ? 0 : d)),
      APART_REACH,
      ring,
    )
    for (let k = 0; k < count; k += 1) {
      if (known[k]! <= APART_REACH) continue
      const mean = total[k]! / known[k]!
      sum![k]! += mean
      squares![k]! += mean * mean
      witnesses![k]! += 1
    }
  })
  return sum!.map((total, k) => {
    const n = witnesses![k]!
    if (n < LEAST_WITNESSES) return 0
    const mean = total / n
    const errorM2 = Math.max(0, squares![k]! / n - mean * mean) / (n - 1)
    return mean === 0 ? 0 : mean * Math.max(0, 1 - (CAUTION * errorM2) / (mean * mean))
  })
}
