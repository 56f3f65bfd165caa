/**
 * Every number that a check compares with, and nothing else: one file, one version. A change here is
 * a change of rules: give it a new `RULES` date, so that phone and server know that they differ.
 * The rules themselves, and where each number comes from, are in docs/checks.md.
 */
export const RULES = '2026-11-30'

export const THRESHOLDS = {
  'GEO-01': { leastPositions: 2 },
  'GEO-02': { beyondM: 10_000 },
  'GEO-03': { nearM: 1000 },
  'GEO-04': { repeatedM: 0.1 },
  'GEO-05': { fewestDecimals: 5, coarseShare: 0.9, mostDecimals: 7 },
  'GEO-06': { shortestM: 300, longestM: 60_000 },
  'GEO-07': { spacingM: 100, bendDeg: 30, legM: 70 },
  'GEO-08': { spacingM: 2, mostVertices: 20_000 },
  'GEO-09': { legM: 25, returnShare: 0.3, angleDeg: 20, sharpLegM: 15, besideM: 15, speedMS: 5 },
  'GEO-10': { loopM: 60 },
  'GEO-11': { loopM: 60, alongM: 60, besideM: 15 },
  'GEO-12': { lengthM: 150, widthM: 12, leastM: 20 },
  'GEO-13': { besideM: 15, apartM: 60, outAndBackShare: 0.8, lollipopShare: 0.28 },
  'GEO-14': { vertexM: 250, fixM: 60, fixMS: 5, fixS: 20 },
  'GEO-15': { warningM: 30, errorM: 200 },
  'GEO-16': { loopM: 25, linearM: 25 },
  'GEO-17': { warningM: 100, errorM: 500 },
  'GEO-18': { share: 0.9 },
  'GEO-19': { share: 0.95 },
  'GEO-20': { differenceM: 300, differenceShare: 0.05 },
  'ELE-01': { leastShare: 0.95 },
  'ELE-02': { lowestM: -10, highestM: 4810, offsetM: 15, ellipsoidFromM: 44, ellipsoidToM: 55 },
  'ELE-03': { steepSlope: 0.6, steepM: 40, longSlope: 0.35, longM: 150 },
  'ELE-04': { differenceM: 50, differenceShare: 0.15 },
  'TIM-01': { disorderShare: 0.01, futureS: 600 },
  'TIM-02': { speedMS: 12 / 3.6, sustainedS: 60, fastSpeedMS: 25 / 3.6, fastS: 20 },
  'TIM-03': { speedMS: 5 },
  'TIM-04': { stopS: 120 },
  'TIM-05': { steadiness: 0.02, spacingM: 250 },
  'TIM-06': { shortestRatio: 0.6, longestRatio: 1.8 },
  'ACC-01': { medianM: 20, poorM: 30, poorShare: 0.2 },
  'CMP-01': { completeShare: 0.95, partialShare: 0.6, supposedShare: 0.1 },
  'CMP-02': { p95M: 19, offsetM: 20, lengthM: 100 },
  'CMP-03': { lengthM: 60, awayM: 30 },
  'CMP-04': { skippedM: 60, walkedShare: 0.8, steps: 2 },
  'CMP-05': { gapM: 60 },
  'CMP-06': { confidence: 0.7 },
  'CMP-07': { endM: 75 },
  'CMP-08': { overlapShare: 0.5, synchronousM: 15 },
  'CMP-09': { tracks: 3, offsetM: 6, deviations: 2, lengthM: 150, elsewhereM: 60 },
  'CMP-10': { groupTracks: 2, gapM: 15, lengthM: 60 },
  'CNS-01': { support: 3, share: 0.1 },
  'CNS-02': { spreadM: 8, forestSpreadM: 12, lengthM: 100 },
  'CNS-03': { share: 0.03 },
  'POI-01': { warningM: 100, errorM: 500 },
} as const

export type CheckId = keyof typeof THRESHOLDS
/** The thresholds of a check, as numbers that a test may change. */
export type ThresholdsOf<Id extends CheckId> = {
  readonly [K in keyof (typeof THRESHOLDS)[Id]]: number
}
export type AllThresholds = { readonly [Id in CheckId]: ThresholdsOf<Id> }
