import type { Fix } from '../fix.ts'

/**
 * What receivers write where they have no altitude and the format wants one. (Other such marks, −9999,
 * −32768, −500, 9999 and the like, lie beyond the lowest and highest ground and fall there.)
 */
const MARKS = new Set([0, -1, -99, -100])
/** Ground this close to a mark may really be there: walkers do reach the sea. */
const NEAR_M = 30
/** So many altitudes that are all the same mark are no altitudes. */
const NO_SEA_WALK = 10

/**
 * Fixes of one walk without the altitudes that only say "none" (sentinel values), and how many there
 * were. A mark is an altitude where the nearest altitudes before and after it are close to it.
 */
export function withoutAbsentAltitudes<F extends Fix>(
  segments: readonly (readonly F[])[],
): { readonly segments: readonly (readonly F[])[]; readonly absent: number } {
  const fixes = segments.flat()
  if (!fixes.some(isMarked)) return { segments, absent: 0 }
  const drop = absentAmong(fixes)
  if (drop.size === 0) return { segments, absent: 0 }
  return {
    segments: segments.map((segment) =>
      segment.map((fix) => (drop.has(fix) ? withoutAltitude(fix) : fix)),
    ),
    absent: drop.size,
  }
}

function absentAmong(fixes: readonly Fix[]): Set<Fix> {
  const marked = fixes.filter(isMarked)
  const isAllMarks = fixes.every((fix) => fix.eleM === undefined || fix.eleM === marked[0]!.eleM)
  if (isAllMarks) return new Set(marked.length >= NO_SEA_WALK ? marked : [])
  const lonely = new Map<Fix, number>()
  for (const ordered of [fixes, fixes.toReversed()]) {
    let nearestM: number | undefined
    for (const fix of ordered) {
      if (fix.eleM === undefined) continue
      if (!isMarked(fix)) nearestM = fix.eleM
      else if (nearestM === undefined || Math.abs(nearestM - fix.eleM) > NEAR_M)
        lonely.set(fix, (lonely.get(fix) ?? 0) + 1)
    }
  }
  return new Set([...lonely].filter(([, sides]) => sides === 2).map(([fix]) => fix))
}

function isMarked({ eleM }: Fix): boolean {
  return eleM !== undefined && MARKS.has(eleM)
}

function withoutAltitude<F extends Fix>(fix: F): F {
  const { eleM: _none, ...rest } = fix
  return rest as F
}
