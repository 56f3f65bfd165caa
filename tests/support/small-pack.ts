import { writePmtiles, type Archive } from '../../scripts/demo/write-pmtiles.ts'
import { createRandom } from './simulator/random.ts'

/** A PMTiles file with one tile over the trial territory; as bad as `more` makes it. */
export function smallPack(more: Partial<Archive> = {}, tile = new Uint8Array(600_000)): Uint8Array {
  // Bytes that do not pack, so that the file has several parts.
  const random = createRandom(5)
  for (let i = 0; i < tile.length; i += 1) tile[i] = Math.floor(random.uniform(0, 256))
  return writePmtiles([{ z: 0, x: 0, y: 0, data: tile }], {
    tileType: 'mvt',
    bounds: [-0.9, 43.1, -0.1, 43.9],
    minZoom: 0,
    maxZoom: 0,
    centre: [-0.5, 43.5, 0],
    metadata: {
      name: 'Pays d’essai',
      attribution: '<a href="https://example.org">&copy; Essai</a>',
      date: '2026-05-12',
      vector_layers: [{ id: 'roads' }],
    },
    ...more,
  })
}
