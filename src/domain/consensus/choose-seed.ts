import { toPath, type Path } from '../geo/chainage.ts'
import { matchSamples, type WalkMatch } from '../geo/match/match-walk.ts'
import type { WalkSamples } from '../geo/match/sample-track.ts'
import { modelOfPath } from '../geo/match/trail-model.ts'
import type { Plane } from '../geo/plane.ts'

/** Only so many tracks stand for election, and so many others vote: enough, and quick. */
const MOST_CANDIDATES = 6
const MOST_VOTERS = 8
/** This share of the tracks, the shortest ones, does not stand: they are partial walks. */
const SHORTER_SHARE = 0.4
/**
 * Lines whose agreement differs by less are equals: a share, or two detours. A detour is mended
 * afterwards; an end that is not there is not.
 */
const EQUAL_AGREEMENT = 0.05
const DETOURS_M = 500
const MOST_EQUAL = 0.2
/** A line shorter than this share of the longest of its equals lacks a part of the trail. */
const WHOLE_SHARE = 0.95
/** Both the line and the walks are noisy here. */
const ROUGH_SIGMA_M = 11

/**
 * The track to start from when there is no reference line: of the longer ones, the one on which the
 * others are most at home; among equals the shortest that is whole, which has the fewest detours.
 * Returns null when there is no track.
 */
export function chooseSeed(walks: readonly WalkSamples[], plane: Plane): Path | null {
  const whole = walks
    .map((samples, t) => ({ t, path: toPath(samples.xs, samples.ys) }))
    .filter(({ path }) => path.lengthM > 0)
    .sort((a, b) => a.path.lengthM - b.path.lengthM)
  if (whole.length === 0) return null
  const longer = whole.slice(Math.floor(whole.length * SHORTER_SHARE))
  const candidates = everyNth(longer, MOST_CANDIDATES)
  const voters = everyNth(walks, MOST_VOTERS)
  const scored = candidates.map(({ t, path }) => {
    const model = modelOfPath(path, plane)
    const others = voters.filter((samples) => samples !== walks[t])
    const agreement = others.map((samples) =>
      agreementOf(matchSamples(model, samples, ROUGH_SIGMA_M)),
    )
    return {
      path,
      agreement: agreement.reduce((sum, a) => sum + a, 0) / Math.max(1, others.length),
      least: Math.min(1, ...agreement),
    }
  })
  const best = Math.max(...scored.map(({ agreement }) => agreement))
  // A line that lacks an end is short for one walk already, however many others do not go there.
  const bestLeast = Math.max(...scored.map(({ least }) => least))
  const equals = scored
    .filter(({ agreement, least, path }) => {
      const equal = Math.max(EQUAL_AGREEMENT, Math.min(MOST_EQUAL, DETOURS_M / path.lengthM))
      return agreement >= best - equal && least >= bestLeast - equal
    })
    .map(({ path }) => path)
    .sort((a, b) => a.lengthM - b.lengthM)
  const longestM = equals.at(-1)?.lengthM
  if (longestM === undefined) return scored.find(({ agreement }) => agreement === best)!.path
  return equals.find(({ lengthM }) => lengthM >= WHOLE_SHARE * longestM)!
}

/**
 * The share of a walk that is on the line, whichever way: on an out-and-back nobody can tell the way
 * out from the way back. A line that lacks the way back is too short, which is seen afterwards.
 */
function agreementOf({ direction }: WalkMatch): number {
  let onLine = 0
  for (const d of direction) if (d !== 0) onLine += 1
  return direction.length > 0 ? onLine / direction.length : 0
}

function everyNth<T>(values: readonly T[], most: number): T[] {
  const step = Math.max(1, values.length / most)
  const picked: T[] = []
  for (let i = 0; i < values.length; i += step) picked.push(values[Math.floor(i)]!)
  return picked
}
