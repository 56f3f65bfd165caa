import type { MapLayer } from '../map-layer.ts'
import type { Palette } from '../palette.ts'
import { createLineGroup } from './line-group.ts'

const ROUND = { 'line-cap': 'round', 'line-join': 'round' } as const

/**
 * What somebody walked. Others' walks are thin and faint; the one that is looked at is wide, so that the
 * reference drawn over it stays in sight.
 */
export function createWalksLayer(palette: Palette): MapLayer {
  return createLineGroup(
    'walks',
    (content) => content.walks,
    [
      {
        part: 'casing',
        type: 'line',
        filter: ['get', 'selected'],
        layout: ROUND,
        paint: { 'line-color': palette.casing, 'line-width': 12 },
      },
      {
        part: 'line',
        type: 'line',
        layout: ROUND,
        paint: {
          'line-color': palette.walk,
          'line-width': ['case', ['get', 'selected'], 8, 2.5],
          'line-opacity': ['case', ['get', 'selected'], 1, 0.35],
        },
      },
    ],
    'line',
  )
}

/** The walk of this phone. */
export function createOwnTrackLayer(palette: Palette): MapLayer {
  return createLineGroup(
    'own-track',
    (content) => content.ownTrack,
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
        paint: { 'line-color': palette.walk, 'line-width': 4.5 },
      },
    ],
    'line',
  )
}
