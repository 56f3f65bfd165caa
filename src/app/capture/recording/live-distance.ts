import type { Position } from 'geojson'
import { deriveTrack } from '../../../domain/geo/derive-track.ts'
import type { GapMarker, GapReason } from '../../../domain/geo/fix.ts'
import { matchedDistance } from '../../../domain/geo/match/matched-distance.ts'
import { matchWalk } from '../../../domain/geo/match/match-walk.ts'
import { buildTrailModel, type TrailModel } from '../../../domain/geo/match/trail-model.ts'
import { lineLengthM } from '../../../domain/geo/chainage.ts'
import { recordedLength } from '../../../domain/geo/recorded-length.ts'
import type { RecordedFix } from '../../../domain/observation/fix-file.ts'

/** So many fixes are reckoned anew each time; what came before them stands. */
const STRETCH_FIXES = 1_200
/** The figure moves every so many fixes. */
const EVERY_FIXES = 10

/** How far one has walked, while one walks. */
export interface LiveDistance {
  /** One more fix, and why nothing joins it to the one before, if so. */
  add(fix: RecordedFix, gap: GapReason | null): void
  /** Metres so far; a few milliseconds of work every ten fixes. */
  lengthM(): number
}

/**
 * The distance of a walk by the very rules of its end (the trail's own length where it is followed,
 * the smoothed recording elsewhere, nothing in a pause or a jump), stretch by stretch, so that what
 * one reads on the way is what one reads at the end.
 */
export function createLiveDistance(line: readonly Position[] | null): LiveDistance {
  const model = line && lineLengthM(line) > 0 ? buildTrailModel(line) : null
  let beforeM = 0
  let hereM = 0
  let fixes: RecordedFix[] = []
  let markers: GapMarker[] = []
  let unreckoned = 0
  return {
    add(fix, gap) {
      if (gap && fixes.length > 0) markers.push({ reason: gap, afterIndex: fixes.length - 1 })
      fixes.push(fix)
      unreckoned += 1
      if (fixes.length < STRETCH_FIXES) return
      beforeM += reckon(fixes, markers, model)
      hereM = 0
      fixes = [fix]
      markers = []
      unreckoned = 0
    },
    lengthM() {
      if (unreckoned >= EVERY_FIXES) {
        hereM = reckon(fixes, markers, model)
        unreckoned = 0
      }
      return beforeM + hereM
    },
  }
}

function reckon(
  fixes: readonly RecordedFix[],
  markers: readonly GapMarker[],
  model: TrailModel | null,
): number {
  const track = deriveTrack(fixes, markers)
  return model ? matchedDistance(matchWalk(model, track)).lengthM : recordedLength(track).value
}
