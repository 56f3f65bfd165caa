import { pointAt, type Path } from '../../geo/chainage.ts'
import { distanceM } from '../../geo/plane.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, severityOfBreak, toInterval, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { bendDeg, legM } from '../vertex-angle.ts'

/** GEO-09: there and back at once: a vertex where nobody has been. */
export const spikeVertex: Check<'GEO-09'> = {
  id: 'GEO-09',
  run(subject, { legM: longM, returnShare, angleDeg, sharpLegM, besideM, speedMS }) {
    const { line } = subject
    if (!line) return []
    const { path, positions } = line
    const isLeap = leapsOf(subject, speedMS)
    const findings: Finding[] = []
    for (let i = 1; i < positions.length - 1; i += 1) {
      const there = legM(path, i)
      const back = legM(path, i + 1)
      const acrossM = distanceM(positions[i - 1]!, positions[i + 1]!)
      const leaps = Math.min(there, back) > longM && acrossM < returnShare * (there + back)
      const sharp = Math.min(there, back) > sharpLegM && 180 - bendDeg(path, i) < angleDeg
      if ((!leaps && !sharp) || !isLeap(i) || turnsBack(path, i, besideM)) continue
      findings.push({
        check: 'GEO-09',
        severity: severityOfBreak(subject),
        at: [placeAt(line, path.chainageM[i]!)],
        intervalM: toInterval(path.chainageM[i - 1]!, path.chainageM[i + 1]!),
        value: roundMetres(Math.min(there, back)),
        threshold: leaps ? longM : sharpLegM,
      })
    }
    return findings
  },
}

/** Of a recording, only what is left and reached faster than people go is a spike: they do turn back. */
function leapsOf({ line, track }: Subject, speedMS: number): (vertex: number) => boolean {
  const fixes = track?.recorded ? track.segments.flat() : []
  if (!line || fixes.length !== line.positions.length) return () => true
  const isFast = (i: number): boolean => {
    const seconds = (fixes[i]!.atMs! - fixes[i - 1]!.atMs!) / 1000
    return !(seconds > 0 && legM(line.path, i) <= speedMS * seconds)
  }
  return (i) => isFast(i) && isFast(i + 1)
}

/** The far end of an out-and-back: beyond both legs, the line still goes along itself. */
function turnsBack(path: Path, i: number, besideM: number): boolean {
  const atM = path.chainageM[i]!
  const reachM = 3 * Math.max(legM(path, i), legM(path, i + 1))
  if (atM < reachM || atM + reachM > path.lengthM) return false
  const before = pointAt(path, atM - reachM)
  const after = pointAt(path, atM + reachM)
  return Math.hypot(before.x - after.x, before.y - after.y) <= besideM
}
