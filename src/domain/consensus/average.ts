import type { CrossSections } from './cross-sections.ts'

/** The consensus across one line: one entry per station. */
export interface Averages {
  /** What was averaged: one column a witness. */
  readonly columns: CrossSections
  /** Where the tracks say the trail is, metres to the left of the station; 0 without support. */
  readonly offsetM: Float64Array
  /** How many witnesses have a say. */
  readonly support: Uint16Array
  /** Standard deviation between the witnesses, metres; NaN with fewer than two. */
  readonly spreadM: Float64Array
}

/** A track is never believed better than this, however well it agrees. */
const LEAST_SD_M = 1.5
/** Offsets farther from the median than so many standard deviations lose weight (P. J. Huber, 1964). */
const HUBER_SDS = 1.5
/** With fewer tracks than this, how well each agrees with the others is chance: they weigh the same. */
const ENOUGH_TO_WEIGH = 5
/** Holes no longer than this are bridged; beside longer ones the offset fades out within it. */
const FILL_STATIONS = 12

/**
 * Averages the offsets of the witnesses (one column each) at each station. Where fewer than
 * `leastVotes` of them have a say the line stays, but for a short taper beside those who do.
 */
export function averageOffsets(sections: CrossSections, leastVotes: number): Averages {
  const count = sections[0]?.length ?? 0
  const weights = witnessWeights(sections)
  const offsetM = new Float64Array(count)
  const support = new Uint16Array(count)
  const spreadM = new Float64Array(count).fill(NaN)
  const all = Array.from({ length: count }, (_, k) => votes(sections, weights, k))
  all.forEach((here, k) => {
    support[k] = here.length
    if (here.length >= 2) spreadM[k] = deviation(here)
  })
  const usualSdM = median([...spreadM].filter((sd) => !Number.isNaN(sd)))
  all.forEach((here, k) => {
    if (here.length < leastVotes || here.length === 0) return
    offsetM[k] = here.length < 3 ? mean(here) : huberMean(here, usualSdM)
  })
  fillHoles(offsetM, support, leastVotes)
  return { columns: sections, offsetM, support, spreadM }
}

/** Offsets farther from the mean than this are another way, and no error. */
const ANOTHER_WAY_M = 20

/** How each witness differs from the mean of all at each station, metres; 0 where it does not pass. */
export function differencesOf({ columns, support }: Averages): Float64Array[] {
  const means = Float64Array.from(support, (votes, k) => {
    const sum = columns.reduce((s, column) => s + (Number.isNaN(column[k]!) ? 0 : column[k]!), 0)
    return votes > 0 ? sum / votes : 0
  })
  return columns.map((column) =>
    column.map((offset, k) => {
      const apart = offset - means[k]!
      return Math.abs(apart) <= ANOTHER_WAY_M ? apart : 0
    }),
  )
}

interface Vote {
  readonly offset: number
  readonly weight: number
}

/** The median of numbers; NaN of none. Sorts its argument. */
export function median(values: number[]): number {
  if (values.length === 0) return NaN
  values.sort((a, b) => a - b)
  const middle = values.length >> 1
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2
}

function votes(sections: CrossSections, weights: readonly number[], k: number): Vote[] {
  const here: Vote[] = []
  sections.forEach((offsets, t) => {
    const offset = offsets[k]!
    if (!Number.isNaN(offset)) here.push({ offset, weight: weights[t]! })
  })
  return here
}

/** A noisy recorder weighs less: one over its squared deviation from the median of all. */
function witnessWeights(sections: CrossSections): number[] {
  if (sections.length < ENOUGH_TO_WEIGH) return sections.map(() => 1)
  const count = sections[0]?.length ?? 0
  const squares = sections.map(() => 0)
  const counts = sections.map(() => 0)
  for (let k = 0; k < count; k += 2) {
    const here = sections.map((offsets) => offsets[k]!)
    const known = here.filter((offset) => !Number.isNaN(offset))
    if (known.length < 3) continue
    const middle = median(known)
    here.forEach((offset, t) => {
      if (Number.isNaN(offset)) return
      squares[t]! += (offset - middle) ** 2
      counts[t]! += 1
    })
  }
  const deviations = squares.map((sum, t) => (counts[t]! >= 20 ? Math.sqrt(sum / counts[t]!) : NaN))
  const usual = median(deviations.filter((sd) => !Number.isNaN(sd)))
  return deviations.map((sd) => {
    const known = Number.isNaN(sd) ? usual : sd
    return 1 / Math.max(LEAST_SD_M, Number.isNaN(known) ? LEAST_SD_M : known) ** 2
  })
}

function mean(here: readonly Vote[]): number {
  let sum = 0
  let weight = 0
  for (const vote of here) {
    sum += vote.weight * vote.offset
    weight += vote.weight
  }
  return sum / weight
}

/** `usualSdM`: what tracks usually disagree by; few of them may agree by chance, and prove nothing by it. */
function huberMean(here: readonly Vote[], usualSdM: number): number {
  const middle = median(here.map(({ offset }) => offset))
  const sd = Math.max(
    LEAST_SD_M,
    usualSdM,
    1.4826 * median(here.map(({ offset }) => Math.abs(offset - middle))),
  )
  let centre = middle
  for (let round = 0; round < 5; round += 1) {
    centre = mean(
      here.map(({ offset, weight }) => {
        const away = Math.abs(offset - centre)
        const limit = HUBER_SDS * sd
        return { offset, weight: away <= limit ? weight : (weight * limit) / away }
      }),
    )
  }
  return centre
}

function deviation(here: readonly Vote[]): number {
  const centre = here.reduce((sum, { offset }) => sum + offset, 0) / here.length
  const squares = here.reduce((sum, { offset }) => sum + (offset - centre) ** 2, 0)
  return Math.sqrt(squares / (here.length - 1))
}

/** Stations without enough votes follow their neighbours: across a hole, or fading out beside one. */
function fillHoles(offsetM: Float64Array, support: Uint16Array, leastVotes: number): void {
  const last = offsetM.length - 1
  for (let k = 0; k <= last; k += 1) {
    if (support[k]! >= leastVotes) continue
    const from = k - 1
    while (k <= last && support[k]! < leastVotes) k += 1
    const before = from >= 0 ? offsetM[from]! : 0
    const after = k <= last ? offsetM[k]! : 0
    const isShort = from >= 0 && k <= last && k - from <= FILL_STATIONS
    for (let h = from + 1; h < k; h += 1) {
      const share = (h - from) / (k - from)
      const fading = (distance: number): number => Math.max(0, 1 - distance / FILL_STATIONS)
      offsetM[h] = isShort
        ? before + (after - before) * share
        : before * fading(h - from) + after * fading(k - h)
    }
  }
}
