import type { OfflineMaps } from './offline-maps.ts'

/** What the map of a trail that is kept on this phone weighs: its own strip, else the territory's; `null`: none. */
export function keptMapBytes(
  { pack, corridors }: Pick<OfflineMaps, 'pack' | 'corridors'>,
  trail: string,
): number | null {
  const strip = corridors.views.value.find(
    ({ row }) => row.trail === trail && row.state === 'complete',
  )
  // A service may have nothing there: no map is kept by that.
  if (strip?.row.bytes) return strip.row.bytes
  const territory = pack.view.value
  return territory?.state === 'kept' ? territory.pack.bytes : null
}
