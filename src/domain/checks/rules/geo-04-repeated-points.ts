import { placeAt, type Check } from '../check.ts'

/** GEO-04: neighbouring vertices on the same spot carry nothing. */
export const repeatedPoints: Check<'GEO-04'> = {
  id: 'GEO-04',
  run({ line }, { repeatedM }) {
    if (!line) return []
    const { chainageM } = line.path
    const repeated: number[] = []
    for (let i = 1; i < chainageM.length; i += 1) {
      if (chainageM[i]! - chainageM[i - 1]! < repeatedM) repeated.push(chainageM[i]!)
    }
    if (repeated.length === 0) return []
    return [
      {
        check: 'GEO-04',
        severity: 'info',
        at: repeated.slice(0, 10).map((m) => placeAt(line, m)),
        value: repeated.length,
        threshold: repeatedM,
        params: { count: repeated.length },
      },
    ]
  },
}
