import { placeAt, toInterval, type Check } from './check.ts'
import { selfCrossings } from './self-crossings.ts'

/** GEO-11: the line crosses itself: a figure of eight somebody meant, or a drawing fault. */
export const selfCrossing: Check<'GEO-11'> = {
  id: 'GEO-11',
  run({ line }, { loopM }) {
    if (!line) return []
    const wide = selfCrossings(line).filter(({ firstM, secondM }) => secondM - firstM >= loopM)
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
