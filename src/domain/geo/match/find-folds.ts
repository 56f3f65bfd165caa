import type { BinGrid } from './bin-grid.ts'

/**
 * Folded ways: where a trail runs beside itself (both legs of an out-and-back, the stick of a
 * lollipop, laps), it is one physical way with several passages. The twins of bin `j` are
 * `twins[start[j]]` to `twins[start[j + 1] - 1]`: the places of its other passages.
 */
export interface Folds {
  readonly start: Int32Array
  readonly twins: Int32Array
  /** -1 where the other passage is drawn in the opposite direction, 1 in the same. */
  readonly senses: Int8Array
}

/** How far from the trail a walker can be, as far as the receiver knows; legs are looked for as far apart. */
export const REACH_M = 45
/** Wider tangents than from bin to bin: a recorded line trembles. */
const TANGENT_BINS = 3
/** Two passages run along each other: cosine of the angle between them. */
const ALONG = 0.5
/** In the same direction, nearer than this along the trail it is one passage. */
const SAME_PASSAGE_M = 300
/** A passage may be lost from sight for so long: a burst of noise of either leg. */
const HOLE_BINS = 10
/** The mean distance over 400 m, because the legs of recorded lines have no sharper one. */
const MEAN_BINS = 25
const MEAN_APART_M = 32
const END_APART_M = 28
/** Shorter than this, legs so near are spurs and hairpins: the matching holds them by itself. */
const CLOSE_M = 12
const CLOSE_LENGTH_M = 150
const WIDE_LENGTH_M = 250
/** Legs farther apart than this with yet other legs beside them are flights of hairpins. */
const COMB_APART_M = 10
const COMB_SHARE = 0.4
const BESIDE_BINS = 10
/** Lengths are summed over chords: a recorded line is longer than the ground it passes. */
const CHORD_BINS = 6
const MOST_TWINS = 3
const SAME_TWIN_BINS = 4
/** No trail passes one place so often; the bound keeps hostile lines cheap. */
const MOST_NEAR = 200
const MOST_OPEN = 40

/** The bins of a trail, as far as folding looks at them. */
export interface FoldedBins {
  readonly xs: Float64Array
  readonly ys: Float64Array
  readonly stepM: number
  readonly closed: boolean
  readonly grid: BinGrid
}

/** Two stretches of the trail beside each other, from bin to bin of the earlier one. */
interface Strip {
  readonly sense: 1 | -1
  readonly js: number[]
  readonly ks: number[]
  readonly apartM: number[]
}

/** Finds where a trail is folded. */
export function findFolds(bins: FoldedBins): Folds {
  const strips = findStrips(bins)
  const beside = countBeside(strips, bins.xs.length)
  const twins = createTwins(bins.xs.length)
  for (const strip of strips) {
    for (const run of runsOf(filled(strip))) if (isFold(run, bins, beside)) twins.add(run)
  }
  return twins.pack()
}

function findStrips(bins: FoldedBins): Strip[] {
  const { xs, ys, grid } = bins
  const { txs, tys } = wideTangents(bins)
  const near = new Int32Array(MOST_NEAR)
  const done: Strip[] = []
  let open: Strip[] = []
  for (let j = 0; j < xs.length; j += 1) {
    const count = grid.near(xs[j]!, ys[j]!, near)
    if (count === MOST_NEAR) continue
    for (let n = 0; n < count;) {
      const sense = senseOf(bins, txs, tys, j, near[n]!)
      let best = near[n]!
      let last = best
      for (n += 1; n < count && near[n]! - last <= 3; n += 1) {
        if (senseOf(bins, txs, tys, j, near[n]!) !== sense) break
        last = near[n]!
        if (apart(bins, j, last) < apart(bins, j, best)) best = last
      }
      if (sense !== 0) append(open, sense, j, best, apart(bins, j, best))
    }
    const closing = open.filter(({ js }) => j - js.at(-1)! >= HOLE_BINS)
    if (closing.length > 0 || open.length > MOST_OPEN) {
      done.push(...closing)
      open = open.filter((strip) => !closing.includes(strip)).slice(-MOST_OPEN)
    }
  }
  return [...done, ...open].filter(({ js }) => js.length > 2)
}

/** Whether bin `k` is a later passage beside bin `j`, and in which direction; 0 when it is none. */
function senseOf(
  { xs, stepM, closed }: FoldedBins,
  txs: Float64Array,
  tys: Float64Array,
  j: number,
  k: number,
): 1 | -1 | 0 {
  if (k <= j) return 0
  const dot = txs[j]! * txs[k]! + tys[j]! * tys[k]!
  if (dot < -ALONG) return -1
  const ahead = closed ? Math.min(k - j, xs.length - k + j) : k - j
  return dot > ALONG && ahead * stepM > SAME_PASSAGE_M ? 1 : 0
}

function append(open: Strip[], sense: 1 | -1, j: number, k: number, apartM: number): void {
  let best: Strip | null = null
  let leastMiss = Infinity
  for (const strip of open) {
    const lastJ = strip.js.at(-1)!
    if (strip.sense !== sense || lastJ === j) continue
    const miss = Math.abs(k - strip.ks.at(-1)! - sense * (j - lastJ))
    if (miss <= 4 + (j - lastJ) / 2 && miss < leastMiss) {
      best = strip
      leastMiss = miss
    }
  }
  if (best) {
    best.js.push(j)
    best.ks.push(k)
    best.apartM.push(apartM)
  } else {
    open.push({ sense, js: [j], ks: [k], apartM: [apartM] })
  }
}

/** The strip with every bin in it; where the other leg was out of sight it counts as out of reach. */
function filled({ sense, js, ks, apartM }: Strip): Strip {
  const full: Strip = { sense, js: [], ks: [], apartM: [] }
  for (let n = 0; n < js.length; n += 1) {
    const before = n > 0 ? js[n - 1]! : js[n]! - 1
    for (let j = before + 1; j < js[n]!; j += 1) {
      const share = (j - before) / (js[n]! - before)
      full.js.push(j)
      full.ks.push(Math.round(ks[n - 1]! + (ks[n]! - ks[n - 1]!) * share))
      full.apartM.push(REACH_M)
    }
    full.js.push(js[n]!)
    full.ks.push(ks[n]!)
    full.apartM.push(apartM[n]!)
  }
  return full
}

/** The parts of a strip whose legs are near each other on the mean of 400 m. */
function* runsOf({ sense, js, ks, apartM }: Strip): Generator<Strip> {
  const sums = [0]
  for (const metres of apartM) sums.push(sums.at(-1)! + metres)
  const isNear = (n: number): boolean => {
    const from = Math.max(0, n - MEAN_BINS)
    const to = Math.min(apartM.length, n + MEAN_BINS + 1)
    return sums[to]! - sums[from]! <= MEAN_APART_M * (to - from)
  }
  for (let n = 0; n < js.length; n += 1) {
    if (!isNear(n)) continue
    let from = n
    while (n + 1 < js.length && isNear(n + 1)) n += 1
    let to = n
    while (from < to && apartM[from]! > END_APART_M) from += 1
    while (to > from && apartM[to]! > END_APART_M) to -= 1
    if (to === from) continue
    yield {
      sense,
      js: js.slice(from, to + 1),
      ks: ks.slice(from, to + 1),
      apartM: apartM.slice(from, to + 1),
    }
  }
}

function isFold({ js, apartM }: Strip, { xs, ys }: FoldedBins, beside: Uint8Array): boolean {
  const usualM = [...apartM].sort((a, b) => a - b)[apartM.length >> 1]!
  let lengthM = 0
  for (let j = js[0]!; j < js.at(-1)!; j += CHORD_BINS) {
    const to = Math.min(js.at(-1)!, j + CHORD_BINS)
    lengthM += Math.hypot(xs[to]! - xs[j]!, ys[to]! - ys[j]!)
  }
  if (lengthM < (usualM <= CLOSE_M ? CLOSE_LENGTH_M : WIDE_LENGTH_M)) return false
  const inComb = js.filter((j) => beside[j]! > 1).length
  return usualM <= COMB_APART_M || inComb <= COMB_SHARE * js.length
}

/** How many strips longer than a burst each bin is in. */
function countBeside(strips: readonly Strip[], count: number): Uint8Array {
  const beside = new Uint8Array(count)
  for (const { js, ks } of strips) {
    if (js.at(-1)! - js[0]! < BESIDE_BINS) continue
    for (const places of [js, ks]) {
      for (let k = Math.min(...ends(places)); k <= Math.max(...ends(places)); k += 1) {
        if (beside[k]! < 255) beside[k]! += 1
      }
    }
  }
  return beside
}

const ends = (places: readonly number[]): [number, number] => [places[0]!, places.at(-1)!]

function createTwins(count: number): { add(run: Strip): void; pack(): Folds } {
  const lists: (Map<number, 1 | -1> | undefined)[] = Array.from({ length: count })
  const addOne = (j: number, k: number, sense: 1 | -1): void => {
    const list = (lists[j] ??= new Map())
    if (list.size >= MOST_TWINS || k === j) return
    for (const other of list.keys()) if (Math.abs(other - k) <= SAME_TWIN_BINS) return
    list.set(k, sense)
  }
  const add = ({ sense, js, ks }: Strip): void => {
    js.forEach((j, n) => {
      addOne(j, ks[n]!, sense)
    })
    // The way back, every bin of it: legs of recorded lines are not equally long.
    for (let n = 1; n < js.length; n += 1) {
      const from = ks[n - 1]!
      const to = ks[n]!
      for (let k = Math.min(from, to); k <= Math.max(from, to); k += 1) {
        const share = from === to ? 0 : (k - from) / (to - from)
        addOne(k, Math.round(js[n - 1]! + (js[n]! - js[n - 1]!) * share), sense)
      }
    }
  }
  const pack = (): Folds => {
    const start = new Int32Array(count + 1)
    for (let j = 0; j < count; j += 1) start[j + 1] = start[j]! + (lists[j]?.size ?? 0)
    return {
      start,
      twins: Int32Array.from(lists.flatMap((list) => (list ? [...list.keys()] : []))),
      senses: Int8Array.from(lists.flatMap((list) => (list ? [...list.values()] : []))),
    }
  }
  return { add, pack }
}

function apart({ xs, ys }: FoldedBins, j: number, k: number): number {
  return Math.hypot(xs[k]! - xs[j]!, ys[k]! - ys[j]!)
}

function wideTangents({ xs, ys }: FoldedBins): { txs: Float64Array; tys: Float64Array } {
  const count = xs.length
  const txs = new Float64Array(count)
  const tys = new Float64Array(count)
  for (let j = 0; j < count; j += 1) {
    const from = Math.max(0, j - TANGENT_BINS)
    const to = Math.min(count - 1, j + TANGENT_BINS)
    const dx = xs[to]! - xs[from]!
    const dy = ys[to]! - ys[from]!
    const length = Math.hypot(dx, dy) || 1
    txs[j] = dx / length
    tys[j] = dy / length
  }
  return { txs, tys }
}
