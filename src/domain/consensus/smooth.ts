import { toPath, type Path } from '../geo/chainage.ts'
import { median, type Averages } from './average.ts'
import { blurWith, sumAround, type Smoother } from './blur.ts'
import { chooseWidths } from './choose-width.ts'
import { neighbour, type Stations } from './stations.ts'

/** Turning more than this within 30 m, the line is in a sharp bend and is smoothed less. */
const SHARP_TURN_COS = Math.cos((65 * Math.PI) / 180)
const SHARP_REACH = 3
/** Spread assumed where nothing is known of it, metres. */
const USUAL_SPREAD_M = 4

/** Bounds of the smoothing width, and how it grows with the standard error of the line there. */
const OPEN = { leastM: 5, mostM: 14, perError: 4 }
const SHARP = { leastM: 2.5, mostM: 8, perError: 2.5 }

/** Offsets farther out than this are another way, and tell nothing of how walks err along this one. */
const BLUR_WITHIN_M = 20
/** Variance along the way is taken over so many stations on both sides. */
const BLUR_REACH = 10
/** Samples every 8 m and stations every 4 m, both joined by chords, blur like so much variance, m². */
const CHORD_BLUR_M2 = 25
/** More than this is noise, and would make bends of it. */
const MOST_BLUR_M2 = 20
/** The second order of the sharpening fades out between these standard errors of the line, metres. */
const SHARP_UP_TO_M = 1.4
const SHARP_OUT_M = 4

/** The same width everywhere: for a line of which nothing is known yet. */
export function smoothEvenly(stations: Stations, sigmaM: number): Path {
  const blur = blurWith(stations, () => sigmaM)
  const twice: Smoother = (values) => {
    const once = blur(values)
    return added(once, blur(taken(values, once)))
  }
  return toPath(twice(stations.path.xs), twice(stations.path.ys))
}

/**
 * Smooths an averaged line with a Gaussian that is the wider the less sure the line is and the
 * straighter it runs, and narrow in sharp bends, after sharpening it (unsharp masking, which is the first terms of van
 * Cittert's deconvolution). The mean of curves that are shifted along themselves is the curve,
 * blurred by the variance of the shifts: walks err along the way as much as across it, and no number
 * of them cures that. Ends stay where they are, and so does what too few have walked.
 */
export function smootherOf(
  stations: Stations,
  line: Path,
  averages: Averages,
  leastVotes: number,
): Smoother {
  const { support } = averages
  const sharp = sharpBends(stations)
  const usualM = usualSpreadM(averages)
  const width = Float64Array.from(support, (votes, k) => {
    if (votes < leastVotes && leastVotes > 1) return 0
    const { leastM, mostM, perError } = sharp[k] ? SHARP : OPEN
    const errorM = usualM / Math.sqrt(Math.max(1, votes))
    return Math.min(mostM, Math.max(leastM, perError * errorM))
  })
  const blurM2 = blurOf(averages, stations)
  const wide = blurWith(stations, (k) => {
    return width[k] === 0 ? 0 : Math.sqrt(width[k]! ** 2 + blurM2[k]! + CHORD_BLUR_M2)
  })
  const second = Math.min(
    1,
    Math.max(0, (SHARP_OUT_M - lineErrorM(averages)) / (SHARP_OUT_M - SHARP_UP_TO_M)),
  )
  const sharpen: Smoother = (values) => {
    const rest = taken(values, wide(values))
    const restOfRest = taken(rest, wide(rest))
    return values.map((value, k) => value + rest[k]! + second * restOfRest[k]!)
  }
  const chosen = chooseWidths(stations, line, averages, sharp, width, sharpen)
  const narrow = blurWith(stations, (k) => chosen[k]!)
  return (values) => narrow(sharpen(values))
}

/** What witnesses usually disagree by, metres. */
export function usualSpreadM({ spreadM }: Averages): number {
  const usual = median([...spreadM].filter((sd) => !Number.isNaN(sd)))
  return Number.isNaN(usual) ? USUAL_SPREAD_M : usual
}

/** The usual standard error of an averaged line, metres. */
export function lineErrorM(averages: Averages): number {
  const votes = median([...averages.support].filter((count) => count > 0))
  return usualSpreadM(averages) / Math.sqrt(Number.isNaN(votes) ? 1 : votes)
}

/** How much the average is blurred at each station: the variance between the witnesses, m². */
function blurOf({ columns, support }: Averages, { ring }: Stations): Float64Array {
  const here = Float64Array.from(support, (_, k) => {
    const offsets = columns
      .map((column) => column[k]!)
      .filter((offset) => Math.abs(offset) <= BLUR_WITHIN_M)
    if (offsets.length < 2) return 0
    const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length
    return offsets.reduce((sum, offset) => sum + (offset - mean) ** 2, 0) / offsets.length
  })
  return sumAround(here, BLUR_REACH, ring).map((sum) =>
    Math.min(MOST_BLUR_M2, sum / (2 * BLUR_REACH + 1)),
  )
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => value + b[k]!)
}

function taken(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => value - b[k]!)
}

function sharpBends({ path, txs, tys, ring }: Stations): Uint8Array {
  const count = path.xs.length
  const bends = new Uint8Array(count)
  for (let k = 0; k < count; k += 1) {
    const a = neighbour(k - SHARP_REACH, count, ring)
    const b = neighbour(k + SHARP_REACH, count, ring)
    if (txs[a]! * txs[b]! + tys[a]! * tys[b]! > SHARP_TURN_COS) continue
    for (let d = -2; d <= 2; d += 1) bends[neighbour(k + d, count, ring)] = 1
  }
  return bends
}
