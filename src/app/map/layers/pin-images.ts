import type { MapPointKind } from '../map-content.ts'
import type { Palette } from '../palette.ts'

const RATIO = 2
/** Side of a pin, CSS pixels. */
export const PIN_PX = 30

/** Draws an image at twice its size, for `addImage(…, { pixelRatio: 2 })`. */
export function drawImage(
  sizePx: number,
  draw: (context: CanvasRenderingContext2D) => void,
): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = sizePx * RATIO
  canvas.height = sizePx * RATIO
  const context = canvas.getContext('2d')!
  context.scale(RATIO, RATIO)
  draw(context)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

/** One shape a kind, so that colour is never the only sign. Pending ones are hollow. */
export function pinImage(kind: MapPointKind, pending: boolean, palette: Palette): ImageData {
  const colour = colourOf(kind, palette)
  return drawImage(PIN_PX, (context) => {
    context.lineJoin = 'round'
    outline(context, kind, 3)
    context.fillStyle = pending ? palette.casing : colour
    context.strokeStyle = palette.casing
    context.lineWidth = 5
    context.stroke()
    context.fill()
    outline(context, kind, pending ? 5 : 3)
    context.strokeStyle = colour
    context.lineWidth = pending ? 3.5 : 1
    context.stroke()
  })
}

export function colourOf(kind: MapPointKind, palette: Palette): string {
  if (kind === 'start' || kind === 'trail') return palette.reference
  return palette[kind]
}

function outline(context: CanvasRenderingContext2D, kind: MapPointKind, inset: number): void {
  const middle = PIN_PX / 2
  const far = PIN_PX - inset
  context.beginPath()
  switch (kind) {
    case 'heritage':
    case 'trail':
      context.arc(middle, middle, middle - inset, 0, Math.PI * 2)
      break
    case 'report':
      context.moveTo(middle, inset - 1)
      context.lineTo(far + 1, far - 1)
      context.lineTo(inset - 1, far - 1)
      context.closePath()
      break
    case 'finding':
      context.moveTo(middle, inset - 1)
      context.lineTo(far + 1, middle)
      context.lineTo(middle, far + 1)
      context.lineTo(inset - 1, middle)
      context.closePath()
      break
    case 'all-clear':
      context.roundRect(inset + 1, inset + 1, PIN_PX - 2 * inset - 2, PIN_PX - 2 * inset - 2, 4)
      break
    case 'start':
      context.moveTo(inset + 4, inset)
      context.lineTo(far, middle - 3)
      context.lineTo(inset + 7, middle + 3)
      context.lineTo(inset + 7, far)
      context.lineTo(inset + 4, far)
      context.closePath()
      break
  }
}
