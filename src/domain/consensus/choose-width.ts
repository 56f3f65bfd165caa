import type { Path } from '../geo/chainage.ts'
import { differencesOf, type Averages } from './average.ts'
import { blurWith, sumAround, type Smoother } from './blur.ts'
import { neighbour, type Stations } from './stations.ts'

/** The usual width is tried so many times narrower and wider. */
const FACTORS = [0.7, 1, 1.4, 2, 2.8]
const USUAL = FACTORS.indexOf(1)
/** The risk of a width is summed over so many stations on both sides: 160 m. */
const RISK_REACH = 40
/** Another width is taken only when its risk is lower by so much: estimated risks tremble. */
const LEAST_GAIN = 0.07
/** Bends so many stations away keep the usual width: their loss is not seen in a sum. */
const NEAR_BEND = 5
/** Widths change over so many stations on both sides. */
const TAPER = 10
/** With fewer witnesses nothing tells noise from bends. */
const LEAST_WITNESSES = 3

/**
 * By how much to widen the usual smoothing at each station, by Mallows' Cp (C. L. Mallows, 1973;
 * equal to Stein's unbiased estimate of the risk): what a wider window takes from the line, less what
 * it should take if all of it were noise, plus the noise that it leaves. The noise is known without a
 * model, from how the witnesses differ. So a straight way under short noise is smoothed by far more
 * than a winding one, and noise that is as long as bends is left alone.
 */
export function chooseWidths(
  stations: Stations,
  line: Path,
  averages: Averages,
  sharp: Uint8Array,
  usualWidthM: Float64Array,
  sharpen: Smoother,
): Float64Array {
  const count = averages.support.length
  if (averages.columns.length < LEAST_WITNESSES) return usualWidthM
  const smoothers = FACTORS.map((factor) => blurWith(stations, (k) => factor * usualWidthM[k]!))
  const risks = risksOf(smoothers, line, averages, sharpen).map((risk) =>
    sumAround(risk, RISK_REACH, stations.ring),
  )
  const isNearBend = (k: number): boolean => {
    for (let d = -NEAR_BEND; d <= NEAR_BEND; d += 1) {
      if (sharp[neighbour(k + d, count, stations.ring)]) return true
    }
    return false
  }
  const best = usualWidthM.map((_, k) => {
    let chosen = USUAL
    if (isNearBend(k)) return FACTORS[chosen]!
    risks.forEach((risk, f) => {
      if (risk[k]! < risks[chosen]![k]! * (1 - LEAST_GAIN)) chosen = f
    })
    return FACTORS[chosen]!
  })
  const tapered = sumAround(best, TAPER, stations.ring)
  return usualWidthM.map((width, k) => (width * tapered[k]!) / (2 * TAPER + 1))
}

/** The risk of each smoother at each station, m², up to what is the same for all. */
function risksOf(
  smoothers: readonly Smoother[],
  line: Path,
  averages: Averages,
  sharpen: Smoother,
): Float64Array[] {
  const [xs, ys] = [sharpen(line.xs), sharpen(line.ys)]
  const least = smoothers[0]!
  const [leastXs, leastYs] = [least(xs), least(ys)]
  const risks = smoothers.map((smooth) => {
    const [sxs, sys] = [smooth(xs), smooth(ys)]
    return sxs.map((x, k) => (x - leastXs[k]!) ** 2 + (sys[k]! - leastYs[k]!) ** 2)
  })
  for (const apart of differencesOf(averages)) {
    const raw = sharpen(apart)
    const kept = least(raw)
    smoothers.forEach((smooth, f) => {
      const left = smooth(raw)
      averages.support.forEach((n, k) => {
        if (n < 2) return
        risks[f]![k]! += (left[k]! ** 2 - (left[k]! - kept[k]!) ** 2) / (n * (n - 1))
      })
    })
  }
  return risks
}
