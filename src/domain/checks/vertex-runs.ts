import type { Path } from '../geo/chainage.ts'
import type { IntervalM } from '../geo/interval.ts'

/** The stretches of a path whose segments have the property at both ends. */
export function vertexRuns({ chainageM }: Path, has: (vertex: number) => boolean): IntervalM[] {
  const runs: [number, number][] = []
  for (let i = 1; i < chainageM.length; i += 1) {
    if (!has(i - 1) || !has(i)) continue
    const last = runs.at(-1)
    if (last && last[1] === chainageM[i - 1]) last[1] = chainageM[i]!
    else runs.push([chainageM[i - 1]!, chainageM[i]!])
  }
  return runs
}
