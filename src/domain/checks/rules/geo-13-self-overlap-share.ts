import { resamplePath } from '../../geo/chainage.ts'
import type { IndexedLine } from '../../geo/line-index.ts'
import { roundShare } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'

const STEP_M = 10
const MOST_SAMPLES = 20_000

/** GEO-13: how much of the line runs beside itself, and so what shape the walk has. */
export const selfOverlapShare: Check<'GEO-13'> = {
  id: 'GEO-13',
  run({ line }, { besideM, apartM, outAndBackShare, lollipopShare }) {
    if (!line) return []
    const share = overlapShare(line, besideM, apartM)
    if (share < lollipopShare) return []
    return [
      {
        check: 'GEO-13',
        severity: 'info',
        at: [],
        value: roundShare(share),
        threshold: share > outAndBackShare ? outAndBackShare : lollipopShare,
        params: { kind: share > outAndBackShare ? 'out-and-back' : 'lollipop' },
      },
    ]
  },
}

function overlapShare({ path, segments }: IndexedLine, besideM: number, apartM: number): number {
  const samples = resamplePath(path, Math.max(STEP_M, path.lengthM / MOST_SAMPLES))
  let beside = 0
  for (let k = 0; k < samples.xs.length; k += 1) {
    const x = samples.xs[k]!
    const y = samples.ys[k]!
    // Samples cut corners: their own length is no chainage of the line.
    const hereM = (path.lengthM * k) / (samples.xs.length - 1)
    const near = segments.search(x - besideM, y - besideM, x + besideM, y + besideM, (segment) => {
      const along = alongM(segment, x, y)
      const apart = Math.abs(along.chainage - hereM)
      // The two ends of a loop are one place, not two passages.
      const round = path.lengthM - apart
      return along.distance <= besideM && apart > apartM && round > apartM
    })
    if (near.length > 0) beside += 1
  }
  return beside / samples.xs.length

  function alongM(segment: number, x: number, y: number): { chainage: number; distance: number } {
    const { xs, ys, chainageM } = path
    const dx = xs[segment + 1]! - xs[segment]!
    const dy = ys[segment + 1]! - ys[segment]!
    const squared = dx * dx + dy * dy
    const dot = (x - xs[segment]!) * dx + (y - ys[segment]!) * dy
    const share = squared > 0 ? Math.min(1, Math.max(0, dot / squared)) : 0
    return {
      chainage: chainageM[segment]! + share * Math.sqrt(squared),
      distance: Math.hypot(x - xs[segment]! - share * dx, y - ys[segment]! - share * dy),
    }
  }
}
