/** Points of the plane in spatial hashing: which of them lie near a place, in order of their numbers. */
export interface BinGrid {
  /**
   * Writes the numbers of the points within the reach of `x, y` into `found`, increasing, and says how
   * many there are: at most `found.length`, then the nearest by the order of cells are lost.
   */
  near(x: number, y: number, found: Int32Array): number
}

/**
 * A grid of square cells as wide as `reachM`, hashed into one table (M. Teschner et al., "Optimized
 * Spatial Hashing for Collision Detection of Deformable Objects", VMV 2003): a question looks at nine
 * cells and allocates nothing.
 */
export function createBinGrid(xs: Float64Array, ys: Float64Array, reachM: number): BinGrid {
  const count = xs.length
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * count)))
  const cellOf = (x: number, y: number): number =>
    hashOf(Math.floor(x / reachM), Math.floor(y / reachM), size)
  const start = new Int32Array(size + 1)
  for (let k = 0; k < count; k += 1) start[cellOf(xs[k]!, ys[k]!) + 1]! += 1
  for (let cell = 0; cell < size; cell += 1) start[cell + 1]! += start[cell]!
  const next = start.slice(0, size)
  const members = new Int32Array(count)
  for (let k = 0; k < count; k += 1) members[next[cellOf(xs[k]!, ys[k]!)]!++] = k
  const cells = new Int32Array(9)
  const reach2 = reachM * reachM

  const near: BinGrid['near'] = (x, y, found) => {
    const column = Math.floor(x / reachM)
    const row = Math.floor(y / reachM)
    let seen = 0
    let total = 0
    for (let c = column - 1; c <= column + 1; c += 1) {
      for (let r = row - 1; r <= row + 1; r += 1) {
        const cell = hashOf(c, r, size)
        if (cells.subarray(0, seen).includes(cell)) continue
        cells[seen++] = cell
        for (let m = start[cell]!; m < start[cell + 1]! && total < found.length; m += 1) {
          const k = members[m]!
          const dx = xs[k]! - x
          const dy = ys[k]! - y
          if (dx * dx + dy * dy <= reach2) found[total++] = k
        }
      }
    }
    sortFirst(found, total)
    return total
  }
  return { near }
}

function hashOf(column: number, row: number, size: number): number {
  return (Math.imul(column, 73_856_093) ^ Math.imul(row, 19_349_663)) & (size - 1)
}

/** Insertion sort: a handful of runs that are sorted already. */
function sortFirst(values: Int32Array, count: number): void {
  for (let i = 1; i < count; i += 1) {
    const value = values[i]!
    let k = i - 1
    for (; k >= 0 && values[k]! > value; k -= 1) values[k + 1] = values[k]!
    values[k + 1] = value
  }
}
