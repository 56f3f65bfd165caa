import type { Position } from 'geojson'
import type { Fix, Track } from '../../geo/fix.ts'
import { distanceM } from '../../geo/plane.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, severityOfBreak, toInterval, toPlace, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { THRESHOLDS, type ThresholdsOf } from '../thresholds.ts'
import { fastRuns, stepsOf, type TrackStep } from '../timed-track.ts'

/** GEO-14: a straight stretch over ground that nobody drew or recorded. */
export const jump: Check<'GEO-14'> = {
  id: 'GEO-14',
  run(subject, limits) {
    return subject.track?.recorded
      ? jumpsOfTrack(subject, subject.track, limits)
      : jumpsOfLine(subject, limits.vertexM)
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

/**
 * A leap of a receiver is faster than anybody goes and soon over: there and back, or to where the walk
 * goes on. What lasts is a vehicle (TIM-02); what is slow is a walker between two fixes.
 */
function jumpsOfTrack(subject: Subject, track: Track, limits: ThresholdsOf<'GEO-14'>): Finding[] {
  const { fixM, fixMS, fixS } = limits
  const findings: Finding[] = []
  for (const steps of stepsOf(track)) {
    for (const leap of fastRuns(steps, fixMS)) {
      const seconds = leap.reduce((sum, step) => sum + step.seconds, 0)
      const longest = leap.reduce((a, b) => (b.lengthM > a.lengthM ? b : a))
      if (seconds >= fixS || longest.lengthM <= fixM || isSpike(leap)) continue
      const last = leap.at(-1)!
      findings.push({
        check: 'GEO-14',
        severity: severityOfBreak(subject),
        at: [placeOf(leap[0]!.from), placeOf(last.to)],
        intervalM: toInterval(leap[0]!.fromM, last.fromM + last.lengthM),
        value: roundMetres(longest.lengthM),
        threshold: fixM,
        params: { seconds: Math.round(seconds) },
      })
    }
  }
  return findings
}

/** One fix thrown away and back at once is told as such (GEO-09, TIM-03), and once. */
function isSpike(leap: readonly TrackStep[]): boolean {
  const [there, back] = leap
  if (!there || !back || leap.length > 2) return false
  const { returnShare } = THRESHOLDS['GEO-09']
  const across = distanceM([there.from.lon, there.from.lat], [back.to.lon, back.to.lat])
  return across < returnShare * (there.lengthM + back.lengthM)
}

function placeOf({ lon, lat }: Fix): Position {
  return toPlace([lon, lat])
}
