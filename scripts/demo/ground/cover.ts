import type { PointM } from '../../../src/domain/geo/plane.ts'
import { createRandom } from '../../../tests/support/simulator/random.ts'
import { ringsAbove, sizeOf } from './contour.ts'
import { apartM, areaOf, drawn, HALF_M, heightAt, pointOf } from './land.ts'
import type { Drawn, Village } from './land.ts'
import { blob } from './water.ts'

const CELL_M = 150

/** Woods on the slopes, meadows elsewhere: none where a village stands. */
export function drawCover(
  villages: readonly Village[],
  isInside: (at: PointM) => boolean,
): Drawn[] {
  const free = (at: PointM) =>
    Math.min(...villages.map((village) => apartM(village, at) / (village.isTown ? 900 : 520)))
  const patches = (seed: number, below: number, steepness: number) => {
    const waves = wavesOf(seed)
    return ringsAbove(
      (at) => {
        if (!isInside(at)) return -1
        const slope = Math.abs(heightAt(at) - heightAt({ x: at.x + 150, y: at.y + 150 }))
        return Math.min(waves(at) + slope * steepness - below, (free(at) - 1) * 2)
      },
      HALF_M,
      CELL_M,
    ).filter((ring) => sizeOf(ring) > 12_000)
  }
  return [
    ...patches(88_105, 1.1, -0.04).map((ring) =>
      drawn('landuse', 11, areaOf(ring), { kind: 'meadow' }),
    ),
    ...patches(88_104, 1.2, 0.07).map((ring) =>
      drawn('landuse', sizeOf(ring) > 400_000 ? 7 : 10, areaOf(ring), { kind: 'forest' }),
    ),
  ]
}

/** Waves across each other in every direction: no two hollows alike. */
function wavesOf(seed: number): (at: PointM) => number {
  const random = createRandom(seed)
  const waves = [420, 560, 760, 1_050, 1_400, 1_900, 2_700, 3_900].flatMap((lengthM) =>
    [0, 1].map(() => {
      const angle = random.uniform(0, Math.PI)
      const k = (2 * Math.PI) / (lengthM * random.uniform(0.85, 1.15))
      const [kx, ky] = [k * Math.cos(angle), k * Math.sin(angle)]
      return { kx, ky, size: random.uniform(0.22, 0.42), phase: random.uniform(0, 6.28) }
    }),
  )
  return ({ x, y }) =>
    waves.reduce(
      (sum, { kx, ky, size, phase }) => sum + size * Math.sin(kx * x + ky * y + phase),
      0,
    )
}

/** A green for the village, houses around it, and its name. */
export function drawVillages(villages: readonly Village[]): Drawn[] {
  const random = createRandom(31_337)
  return villages.flatMap((village) => {
    const { isTown, name } = village
    const reach = isTown ? 520 : 210
    return [
      drawn('landuse', 11, areaOf(blob(village, reach, random)), { kind: 'residential' }),
      ...Array.from({ length: isTown ? 70 : 22 }, () => house(village, reach, random)),
      drawn('places', isTown ? 7 : 9, pointOf(village), {
        ...{ kind: 'locality', kind_detail: isTown ? 'town' : 'village', name },
        population_rank: isTown ? 6 : 3,
      }),
    ]
  })
}

function house(village: PointM, reach: number, random: ReturnType<typeof createRandom>): Drawn {
  const angle = random.uniform(0, 2 * Math.PI)
  const away = reach * Math.sqrt(random.uniform(0.01, 0.8))
  const turn = angle + random.uniform(-0.2, 0.2)
  const [long, deep] = [random.uniform(7, 13), random.uniform(4, 7)]
  const corners = [
    [-long, -deep],
    [long, -deep],
    [long, deep],
    [-long, deep],
  ] as const
  return drawn(
    'buildings',
    13,
    areaOf(
      corners.map(([u, v]) => ({
        x: village.x + away * Math.cos(angle) + u * Math.cos(turn) - v * Math.sin(turn),
        y: village.y + away * Math.sin(angle) + u * Math.sin(turn) + v * Math.cos(turn),
      })),
    ),
    { kind: 'building' },
  )
}
