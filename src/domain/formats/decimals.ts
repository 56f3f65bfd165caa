import type { Position } from 'geojson'

/** Six decimals of a degree are 0.11 m: finer than any receiver. Never in scientific notation. */
export function degrees(value: number): string {
  return trimmed(value.toFixed(6))
}

/** A decimetre of altitude. */
export function metres(value: number): string {
  return trimmed(value.toFixed(1))
}

/** A position as it is published: six decimals, altitude to the decimetre when there is one. */
export function roundPosition([lon, lat, eleM]: Position): Position {
  const place = [Number(degrees(lon!)), Number(degrees(lat!))]
  return eleM === undefined ? place : [...place, Number(metres(eleM))]
}

function trimmed(text: string): string {
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return short === '-0' ? '0' : short
}
