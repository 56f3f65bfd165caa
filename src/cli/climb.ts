import { climbOfProfile, climbOfTrack, type Climb } from '../domain/geo/climb/climb.ts'
import { profileOfTrack } from '../domain/geo/climb/elevation-profile.ts'
import { climbOnTerrain } from '../domain/geo/climb/terrain-climb.ts'
import type { Track } from '../domain/geo/fix.ts'
import { checkWords } from './check-words.ts'
import { EXIT } from './command.ts'
import { onFiles, UnusableInput, type FilesContext } from './on-files.ts'
import { needInput } from './read-input.ts'
import { openTerrain } from './open-terrain.ts'
import { lineOfTrack, needWalk } from './walk-of-file.ts'

/** `jalon climb FILE [--dem FILE]`: ascent and descent, how they were found and how sure they are. */
export const command = onFiles(['dem'], 1, async (context) => {
  const path = context.files[0]!
  const track = needWalk(context, path, await needInput(context, path))
  const climb = context.options['dem']
    ? await climbOnGround(context, track, context.options['dem'])
    : ownClimb(track)
  if (!climb) throw new UnusableInput(`${path}: ${context.t('climb.no-altitude')}`)
  if (context.json) context.print(JSON.stringify(climb, null, 2))
  else report(context, path, climb)
  return EXIT.done
})

/** A drawn line has no receiver's noise to measure: the fixed recipe. */
function ownClimb(track: Track): Climb | null {
  if (track.recorded) return climbOfTrack(track)
  const profile = profileOfTrack(track)
  return profile && climbOfProfile(profile, 'gps')
}

async function climbOnGround(
  context: FilesContext,
  track: Track,
  dem: string,
): Promise<Climb | null> {
  const climb = await climbOnTerrain(lineOfTrack(track), await openTerrain(context, dem))
  if (!climb) throw new UnusableInput(`${dem}: ${context.t('climb.outside-terrain')}`)
  return climb
}

function report({ print, t, figures, language }: FilesContext, path: string, climb: Climb): void {
  const { ascentM, descentM, minM, maxM, method, source, uncertainty } = climb
  print(`${path}:`)
  print(
    `  ${t('climb.sums', {
      ascent: figures.metres(ascentM),
      descent: figures.metres(descentM),
      uncertainty: figures.metres(uncertainty),
    })}`,
  )
  print(`  ${t('climb.range', { min: figures.metres(minM), max: figures.metres(maxM) })}`)
  const how = checkWords(language)(`method.${method}`)
  print(`  ${t('climb.method', { method: how, source: t(`climb.source.${source}`) })}`)
}
