import { profileOfTrack } from '../domain/geo/climb/elevation-profile.ts'
import { meanOver, medianOver, gridOf } from '../domain/geo/climb/smooth-profile.ts'
import type { Track } from '../domain/geo/fix.ts'
import { movingTime } from '../domain/geo/moving-time.ts'
import { recordedLength } from '../domain/geo/recorded-length.ts'
import { walkingTime, walkingTimeOnLevel, type WalkingTime } from '../domain/geo/walking-time.ts'
import { EXIT } from './command.ts'
import { onFiles, type FilesContext } from './on-files.ts'
import { needInput } from './read-input.ts'
import { keptWalk, needWalk } from './walk-of-file.ts'

/** `jalon time FILE`: how long it took, and how long it takes. */
export const command = onFiles([], 1, async (context) => {
  const path = context.files[0]!
  const track = keptWalk(needWalk(context, path, await needInput(context, path)))
  const spent = track.recorded ? movingTime(track) : null
  const document = {
    movingS: spent ? spent.movingS : null,
    elapsedS: spent ? Math.round(spent.elapsedS) : null,
    stops: (spent?.stops ?? []).map(({ fromAtMs, toAtMs, durationS, at }) => ({
      startedAt: new Date(fromAtMs).toISOString(),
      endedAt: new Date(toAtMs).toISOString(),
      seconds: durationS,
      at,
    })),
    estimates: estimate(track),
  }
  if (context.json) context.print(JSON.stringify(document, null, 2))
  else report(context, path, document)
  return EXIT.done
})

/** The rules want a smooth profile; without altitudes the ground is taken for level. */
function estimate(track: Track): WalkingTime {
  const profile = profileOfTrack(track)
  const smooth = profile && meanOver(medianOver(gridOf(profile, 10), 30), 50)
  const time = smooth
    ? walkingTime({
        chainageM: Array.from(smooth.eleM, (_, k) => k * smooth.stepM),
        eleM: [...smooth.eleM],
      })
    : walkingTimeOnLevel(recordedLength(track).value)
  return { swissS: Math.round(time.swissS), dinS: Math.round(time.dinS) }
}

function report(
  { print, t, figures }: FilesContext,
  path: string,
  document: {
    movingS: number | null
    elapsedS: number | null
    stops: readonly { startedAt: string; seconds: number }[]
    estimates: WalkingTime
  },
): void {
  const { movingS, elapsedS, stops, estimates } = document
  print(`${path}:`)
  if (movingS === null || elapsedS === null) print(`  ${t('time.not-recorded')}`)
  else {
    const [moving, elapsed] = [figures.duration(movingS), figures.duration(elapsedS)]
    print(`  ${t('time.walked', { moving, elapsed })}`)
    for (const { startedAt, seconds } of stops) {
      const at = figures.instant(startedAt, 'UTC')
      print(`  - ${t('time.stop', { at, duration: figures.duration(seconds) })}`)
    }
  }
  const [swiss, din] = [figures.duration(estimates.swissS), figures.duration(estimates.dinS)]
  print(`  ${t('time.estimates', { swiss, din })}`)
}
