import type { Check } from './check.ts'
import { poorAccuracy } from './rules/acc-01-poor-accuracy.ts'
import { coverage } from './rules/cmp-01-coverage.ts'
import { deviation } from './rules/cmp-02-deviation.ts'
import { detour } from './rules/cmp-03-detour.ts'
import { shortcut } from './rules/cmp-04-shortcut.ts'
import { recordingGap } from './rules/cmp-05-recording-gap.ts'
import { reversed } from './rules/cmp-06-reversed.ts'
import { startEndMismatch } from './rules/cmp-07-start-end-mismatch.ts'
import { sameRecording } from './rules/cmp-08-same-recording.ts'
import { shiftedReference } from './rules/cmp-09-shifted-reference.ts'
import { branchSplit } from './rules/cmp-10-branch-split.ts'
import { support } from './rules/cns-01-support.ts'
import { dispersion } from './rules/cns-02-dispersion.ts'
import { lengthShift } from './rules/cns-03-length-shift.ts'
import { elevationPresent } from './rules/ele-01-elevation-present.ts'
import { elevationRange } from './rules/ele-02-elevation-range.ts'
import { impossibleSlope } from './rules/ele-03-impossible-slope.ts'
import { declaredGain } from './rules/ele-04-declared-gain.ts'
import { geometryType } from './rules/geo-01-geometry-type.ts'
import { coordinateRange } from './rules/geo-02-coordinate-range.ts'
import { nullIsland } from './rules/geo-03-null-island.ts'
import { repeatedPoints } from './rules/geo-04-repeated-points.ts'
import { precision } from './rules/geo-05-precision.ts'
import { lengthRange } from './rules/geo-06-length-range.ts'
import { coarseLine } from './rules/geo-07-coarse-line.ts'
import { overDense } from './rules/geo-08-over-dense.ts'
import { spikeVertex } from './rules/geo-09-spike-vertex.ts'
import { knot } from './rules/geo-10-knot.ts'
import { selfCrossing } from './rules/geo-11-self-crossing.ts'
import { stub } from './rules/geo-12-stub.ts'
import { selfOverlapShare } from './rules/geo-13-self-overlap-share.ts'
import { jump } from './rules/geo-14-jump.ts'
import { multiSegment } from './rules/geo-15-multi-segment.ts'
import { loopConsistency } from './rules/geo-16-loop-consistency.ts'
import { startAnchor } from './rules/geo-17-start-anchor.ts'
import { duplicateTrail } from './rules/geo-18-duplicate-trail.ts'
import { containment } from './rules/geo-19-containment.ts'
import { declaredLength } from './rules/geo-20-declared-length.ts'
import { poiOnLine } from './rules/poi-01-poi-on-line.ts'
import { timeOrder } from './rules/tim-01-time-order.ts'
import { vehicle } from './rules/tim-02-vehicle.ts'
import { speedOutlier } from './rules/tim-03-speed-outlier.ts'
import { stopCluster } from './rules/tim-04-stop-cluster.ts'
import { notRecorded } from './rules/tim-05-not-recorded.ts'
import { declaredDuration } from './rules/tim-06-declared-duration.ts'
import type { CheckId } from './thresholds.ts'

/** Every check, by its id, in the order in which findings are told. */
export const ALL_CHECKS: { readonly [Id in CheckId]: Check<Id> } = {
  'GEO-01': geometryType,
  'GEO-02': coordinateRange,
  'GEO-03': nullIsland,
  'GEO-04': repeatedPoints,
  'GEO-05': precision,
  'GEO-06': lengthRange,
  'GEO-07': coarseLine,
  'GEO-08': overDense,
  'GEO-09': spikeVertex,
  'GEO-10': knot,
  'GEO-11': selfCrossing,
  'GEO-12': stub,
  'GEO-13': selfOverlapShare,
  'GEO-14': jump,
  'GEO-15': multiSegment,
  'GEO-16': loopConsistency,
  'GEO-17': startAnchor,
  'GEO-18': duplicateTrail,
  'GEO-19': containment,
  'GEO-20': declaredLength,
  'ELE-01': elevationPresent,
  'ELE-02': elevationRange,
  'ELE-03': impossibleSlope,
  'ELE-04': declaredGain,
  'TIM-01': timeOrder,
  'TIM-02': vehicle,
  'TIM-03': speedOutlier,
  'TIM-04': stopCluster,
  'TIM-05': notRecorded,
  'TIM-06': declaredDuration,
  'ACC-01': poorAccuracy,
  'CMP-01': coverage,
  'CMP-02': deviation,
  'CMP-03': detour,
  'CMP-04': shortcut,
  'CMP-05': recordingGap,
  'CMP-06': reversed,
  'CMP-07': startEndMismatch,
  'CMP-08': sameRecording,
  'CMP-09': shiftedReference,
  'CMP-10': branchSplit,
  'CNS-01': support,
  'CNS-02': dispersion,
  'CNS-03': lengthShift,
  'POI-01': poiOnLine,
}
