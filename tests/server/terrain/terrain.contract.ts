import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { climbOnTerrain, type TerrainSource } from '../../../src/domain/geo/climb/terrain-climb.ts'

/** The ground that every adapter is opened on: it rises to the east, and is not known south of the equator. */
export const groundM = (lon: number, lat: number): number | null => (lat < 0 ? null : 500 + 4 * lon)

/** What every source of terrain must do, whatever is behind it. */
export function terrainContract(name: string, open: () => Promise<TerrainSource>): void {
  describe(name, () => {
    it('gives the altitude of each position, in their order', async () => {
      const terrain = await open()
      const places: Position[] = [10, -20, 10, 0.5].map((lon) => [lon, 43.7])
      const altitudes = await terrain(places)
      expect(altitudes).toHaveLength(4)
      altitudes.forEach((z, i) => expect(z).toBeCloseTo(500 + 4 * places[i]![0]!, 1))
    })

    it('says null where it knows nothing, and goes on', async () => {
      const altitudes = await (
        await open()
      )([
        [10, 43.7],
        [10, -43.7],
        [11, 43.7],
      ])
      expect(altitudes[1]).toBeNull()
      expect(altitudes[0]).toBeCloseTo(540, 1)
      expect(altitudes[2]).toBeCloseTo(544, 1)
    })

    it('answers nothing to no question', async () => {
      expect(await (await open())([])).toEqual([])
    })

    it('[P25] makes a climb with its method, and none where part of the ground is unknown', async () => {
      const terrain = await open()
      const east: Position[] = [
        [10, 43.7],
        [12, 43.7],
      ]
      expect(await climbOnTerrain(east, terrain)).toMatchObject({
        method: 'terrain-turning-points',
        source: 'terrain',
        ascentM: expect.closeTo(8, 0) as number,
      })
      const overTheEdge: Position[] = [
        [10, 0.5],
        [10, -0.1],
      ]
      expect(await climbOnTerrain(overTheEdge, terrain)).toBeNull()
    })
  })
}
