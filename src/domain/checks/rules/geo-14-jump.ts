import type { Fix } from '../../geo/fix.ts'
import { distanceM } from '../../geo/plane.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, severityOfBreak, toInterval, toPlace, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'

/** GEO-14: a straight stretch over ground that nobody drew or recorded. */
export const jump: Check<'GEO-14'> = {
  id: 'GEO-14',
  run(subject, { vertexM, fixM, fixS }) {
    return subject.track?.recorded
      ? jumpsOfTrack(subject, subject.track.segments, fixM, fixS)
      : jumpsOfLine(subject, vertexM)
  },
}

function jumpsOfLine(subject: Subject, vertexM: number): Finding[] {
  const { line, parts = [] } = subject
  if (!line) return []
  const { chainageM } = line.path
  const findings: Finding[] = []
  const partStarts = startsOf(parts)
  for (let i = 1; i < chainageM.length; i += 1) {
    const leapM = chainageM[i]! - chainageM[i - 1]!
    // A hole between two parts is told as such (GEO-15).
    if (leapM <= vertexM || partStarts.has(i)) continue
    findings.push({
      check: 'GEO-14',
      severity: severityOfBreak(subject),
      at: [placeAt(line, chainageM[i - 1]!), placeAt(line, chainageM[i]!)],
      intervalM: toInterval(chainageM[i - 1]!, chainageM[i]!),
      value: roundMetres(leapM),
      threshold: vertexM,
    })
  }
  return findings
}

/** Index of the first vertex of each part in the joined line. */
function startsOf(parts: readonly (readonly unknown[])[]): Set<number> {
  const starts = new Set<number>()
  let at = 0
  for (const part of parts) {
    starts.add(at)
    at += part.length
  }
  return starts
}

function jumpsOfTrack(
  subject: Subject,
  segments: readonly (readonly Fix[])[],
  fixM: number,
  fixS: number,
): Finding[] {
  const findings: Finding[] = []
  let lengthM = 0
  for (const segment of segments) {
    for (let i = 1; i < segment.length; i += 1) {
      const from = segment[i - 1]!
      const to = segment[i]!
      const leapM = distanceM([from.lon, from.lat], [to.lon, to.lat])
      const fromM = lengthM
      lengthM += leapM
      if (leapM <= fixM || from.atMs === undefined || to.atMs === undefined) continue
      const seconds = (to.atMs - from.atMs) / 1000
      if (seconds < 0 || seconds >= fixS) continue
      findings.push({
        check: 'GEO-14',
        severity: severityOfBreak(subject),
        at: [toPlace([from.lon, from.lat]), toPlace([to.lon, to.lat])],
        intervalM: toInterval(fromM, lengthM),
        value: roundMetres(leapM),
        threshold: fixM,
        params: { seconds: Math.round(seconds) },
      })
    }
  }
  return findings
}
