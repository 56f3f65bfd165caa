import type { MapLayer } from '../map-layer.ts'
import type { Palette } from '../palette.ts'
import { createLineGroup } from './line-group.ts'

const ROUND = { 'line-cap': 'round', 'line-join': 'round' } as const

/** Parts of the reference that nobody walked: grey dots over the line. */
export function createUnwalkedLayer(palette: Palette): MapLayer {
  return createLineGroup('unwalked', (content) => content.unwalked, [
    {
      part: 'casing',
      type: 'line',
      layout: ROUND,
      paint: { 'line-color': palette.casing, 'line-width': 8 },
    },
    {
      part: 'dots',
      type: 'line',
      layout: ROUND,
      paint: {
        'line-color': palette.unwalked,
        'line-width': 5,
        'line-dasharray': [0.05, 1.8],
      },
    },
  ])
}

/** The line most walks agree on. */
export function createConsensusLayer(palette: Palette): MapLayer {
  return createLineGroup('consensus', (content) => content.consensus, [
    {
      part: 'line',
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.consensus, 'line-width': 3, 'line-dasharray': [3, 2] },
    },
  ])
}

/** Where a walk left the trail. */
export function createDeviationLayer(palette: Palette): MapLayer {
  return createLineGroup(
    'deviations',
    (content) => content.deviations,
    [
      {
        part: 'casing',
        type: 'line',
        layout: ROUND,
        paint: { 'line-color': palette.casing, 'line-width': 8 },
      },
      {
        part: 'line',
        type: 'line',
        layout: ROUND,
        paint: { 'line-color': palette.deviation, 'line-width': 4 },
      },
    ],
    'line',
  )
}

/** Problems on the ground that stretch along a section. */
export function createReportLinesLayer(palette: Palette): MapLayer {
  return createLineGroup(
    'report-lines',
    (content) => content.reportLines,
    [
      {
        part: 'casing',
        type: 'line',
        layout: ROUND,
        paint: { 'line-color': palette.casing, 'line-width': 10 },
      },
      {
        part: 'line',
        type: 'line',
        layout: ROUND,
        paint: {
          'line-color': palette.report,
          'line-width': ['case', ['get', 'selected'], 7, 5],
          'line-opacity': 0.85,
        },
      },
    ],
    'line',
  )
}
