import type { Map } from 'maplibre-gl'
import type { MapLayer } from '../map-layer.ts'
import type { Palette } from '../palette.ts'
import { createLineGroup } from './line-group.ts'
import { drawImage } from './pin-images.ts'

const ARROW = 'reference-arrow'
const ARROW_PX = 24
const ROUND = { 'line-cap': 'round', 'line-join': 'round' } as const

/** The ground that the trail stands on: walks are drawn between it and the line, so that both are seen. */
export function createReferenceCasing(palette: Palette): MapLayer {
  return createLineGroup('reference-ground', (content) => content.references, [
    {
      part: 'casing',
      type: 'line',
      layout: ROUND,
      paint: { 'line-color': palette.casing, 'line-width': 9 },
    },
  ])
}

/** The trail as it should be walked. */
export function createReferenceLayer(palette: Palette): MapLayer {
  return createLineGroup(
    'reference',
    (content) => content.references,
    [
      {
        part: 'line',
        type: 'line',
        layout: ROUND,
        paint: {
          'line-color': palette.reference,
          'line-width': ['case', ['get', 'selected'], 6, 4],
        },
      },
    ],
    'line',
  )
}

/** Its direction, over everything that is drawn along it. */
export function createReferenceArrows(palette: Palette): MapLayer {
  const group = createLineGroup('reference-direction', (content) => content.references, [
    {
      part: 'arrows',
      type: 'symbol',
      minzoom: 11.5,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 110,
        'icon-image': ARROW,
        'icon-rotation-alignment': 'map',
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
  ])
  return {
    ...group,
    add(map: Map) {
      const image = drawImage(ARROW_PX, (context) => drawArrow(context, palette))
      if (!map.hasImage(ARROW)) map.addImage(ARROW, image, { pixelRatio: 2 })
      group.add(map)
    },
  }
}

function drawArrow(context: CanvasRenderingContext2D, palette: Palette): void {
  context.beginPath()
  context.moveTo(7, 4)
  context.lineTo(20, 12)
  context.lineTo(7, 20)
  context.lineTo(10.5, 12)
  context.closePath()
  context.fillStyle = palette.reference
  context.strokeStyle = palette.casing
  context.lineWidth = 3.5
  context.lineJoin = 'round'
  context.stroke()
  context.fill()
}
