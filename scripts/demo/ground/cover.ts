import type { PointM } from '../../../src/domain/geo/plane.ts'
import { createRandom } from '../../../tests/support/simulator/random.ts'
import { apartM, areaOf, drawn, HALF_M, heightAt, pointOf } from './land.ts'
import type { Drawn, Village } from './land.ts'
import { blob } from './water.ts'

/** Woods on the slopes, meadows below them: none where a village stands. */
export function drawCover(villages: readonly Village[]): Drawn[] {
  const random = createRandom(88_104)
  const cover: Drawn[] = []
  for (let x = -HALF_M.x; x < HALF_M.x; x += 850) {
    for (let y = -HALF_M.y; y < HALF_M.y; y += 850) {
      const at = { x: x + random.normal() * 300, y: y + random.normal() * 300 }
      const share = random.uniform()
      const reach = random.uniform(110, 420)
      if (villages.some((village) => apartM(village, at) < reach * 1.6 + 260)) continue
      // The slope decides, as it does where ploughs turn.
      const slope = Math.abs(heightAt(at) - heightAt({ x: at.x + 200, y: at.y + 200 }))
      if (share < 0.16 + slope / 9) {
        const kind = 'forest'
        cover.push(
          drawn('landuse', reach > 260 ? 8 : 10, areaOf(blob(at, reach, random)), { kind }),
        )
      } else if (share > 0.72) {
        const kind = 'meadow'
        cover.push(drawn('landuse', 11, areaOf(blob(at, reach * 0.8, random)), { kind }))
      }
    }
  }
  return cover
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
      drawn('places', isTown ? 7 : 10, pointOf(village), {
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
