import { lineString, truncate } from '@turf/turf'
import type { Position } from 'geojson'
import { roundMetres } from '../geo/rounding.ts'

/** One edit of a list of vertices (splice): indices are those of the line before any edit. */
export interface LineEdit {
  /** The first vertex that goes, or before which something comes. */
  readonly at: number
  readonly remove: number
  readonly insert?: readonly Position[]
}

/** A patch of a line: what to do with it, and not what comes out. */
export type LineChange =
  | { readonly op: 'splice'; readonly edits: readonly LineEdit[] }
  | { readonly op: 'truncate'; readonly decimals: number }
  | { readonly op: 'lower'; readonly byM: number }

/** The line after a change. Edits are in order and do not overlap. */
export function changedLine(positions: readonly Position[], change: LineChange): Position[] {
  switch (change.op) {
    case 'splice':
      return spliced(positions, change.edits)
    case 'truncate':
      return truncated(positions, change.decimals)
    case 'lower':
      return positions.map(([lon, lat, z, ...rest]) =>
        z === undefined ? [lon!, lat!] : [lon!, lat!, roundMetres(z - change.byM), ...rest],
      )
  }
}

function spliced(positions: readonly Position[], edits: readonly LineEdit[]): Position[] {
  const line: Position[] = []
  let next = 0
  for (const { at, remove, insert = [] } of edits) {
    line.push(...positions.slice(next, at), ...insert)
    next = at + remove
  }
  return [...line, ...positions.slice(next)]
}

/** Altitudes are none of its business: degrees and metres do not share a precision. */
function truncated(positions: readonly Position[], precision: number): Position[] {
  if (positions.length < 2) return [...positions]
  const flat = positions.map(([lon, lat]) => [lon!, lat!])
  const { coordinates } = truncate(lineString(flat), { precision }).geometry
  return coordinates.map((place, i) => [...place, ...positions[i]!.slice(2)])
}
