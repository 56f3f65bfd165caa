import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, toInterval, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { bendDeg, legM } from '../vertex-angle.ts'

/** GEO-07: a line drawn with a ruler: vertices too far apart, or sharp bends between long legs. */
export const coarseLine: Check<'GEO-07'> = {
  id: 'GEO-07',
  run({ line }, { spacingM, bendDeg: sharpDeg, legM: longM }) {
    if (!line) return []
    const { path } = line
    const findings: Finding[] = []
    for (let i = 1; i < path.xs.length; i += 1) {
      const leg = legM(path, i)
      const bent =
        i + 1 < path.xs.length &&
        leg > longM &&
        legM(path, i + 1) > longM &&
        bendDeg(path, i) > sharpDeg
      if (leg <= spacingM && !bent) continue
      const toM = path.chainageM[bent ? i + 1 : i]!
      findings.push({
        check: 'GEO-07',
        severity: 'warning',
        at: [placeAt(line, path.chainageM[i - 1]!), placeAt(line, toM)],
        intervalM: toInterval(path.chainageM[i - 1]!, toM),
        value: roundMetres(leg),
        threshold: leg > spacingM ? spacingM : longM,
      })
    }
    return joinCoarse(findings)
  },
}

/** A line drawn so throughout is one finding, not a hundred. */
function joinCoarse(findings: readonly Finding[]): Finding[] {
  const joined: Finding[] = []
  for (const finding of findings) {
    const last = joined.at(-1)
    if (!last || finding.intervalM![0] > last.intervalM![1]) joined.push(finding)
    else {
      const toM = Math.max(last.intervalM![1], finding.intervalM![1])
      joined[joined.length - 1] = {
        ...last,
        at: [last.at[0]!, finding.at[1]!],
        intervalM: [last.intervalM![0], toM],
        value: Math.max(last.value!, finding.value!),
      }
    }
  }
  return joined
}
