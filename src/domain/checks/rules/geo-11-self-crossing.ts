import { pointAt, type Path } from '../../geo/chainage.ts'
import { placeAt, toInterval, type Check } from '../check.ts'
import { selfCrossings, type SelfCrossing } from '../self-crossings.ts'

/** GEO-11: the line crosses itself: a figure of eight somebody meant, or a drawing fault. */
export const selfCrossing: Check<'GEO-11'> = {
  id: 'GEO-11',
  run({ line }, { loopM, alongM, besideM }) {
    if (!line) return []
    const wide = selfCrossings(line).filter(
      (one) => one.secondM - one.firstM >= loopM && !isBraid(line.path, one, alongM, besideM),
    )
    if (wide.length === 0) return []
    return [
      {
        check: 'GEO-11',
        severity: 'info',
        at: wide.slice(0, 20).map(({ firstM }) => placeAt(line, firstM)),
        intervalM: toInterval(
          wide[0]!.firstM,
          Math.max(...wide.slice(0, 5000).map((c) => c.secondM)),
        ),
        value: wide.length,
        threshold: loopM,
        params: { count: wide.length },
      },
    ]
  },
}

/** Two ways that meet again and again because they are one path, walked or drawn twice. */
function isBraid(
  path: Path,
  { firstM, secondM }: SelfCrossing,
  alongM: number,
  besideM: number,
): boolean {
  return [1, -1].some((direction) =>
    [-alongM, alongM].every((stepM) => {
      const a = pointAt(path, firstM + stepM)
      const b = pointAt(path, secondM + direction * stepM)
      return Math.hypot(a.x - b.x, a.y - b.y) <= besideM
    }),
  )
}
