import type { Position } from 'geojson'
import type { ReplayFix } from '../../support/geolocation-replay.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTerrain } from '../../support/simulator/terrain.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'

/** Four hours at one fix a second. */
export const FIXES = 14_400
const TRAIL_M = 15_000

export interface FourHours {
  readonly line: readonly Position[]
  readonly fixes: readonly ReplayFix[]
}

/**
 * A loop of 15 km and a walk of four hours on it, pauses and a detour included, as a phone's receiver
 * tells it each second. The simulator stops when the loop is closed: the walker then sits in the car
 * park, where the receiver goes on drifting.
 */
export function fourHours(seed: number, startAtMs: number): FourHours {
  const { line } = makeTrail('loop', seed, TRAIL_M)
  const { fixes } = simulateWalk(line, {
    seed,
    environment: 'mixed',
    speedMS: 1.2,
    stops: 6,
    stopS: [120, 420],
    spikeShare: 5e-4,
    departures: [{ kind: 'detour', atM: 6_000, spanM: 180, lateralM: 70 }],
    terrain: makeTerrain('hilly', true, seed),
    startAtMs,
  })
  const told = fixes.slice(0, FIXES).map(({ lon, lat, eleM, accuracyM, atMs }) => ({
    lon,
    lat,
    ...(eleM === undefined ? {} : { eleM }),
    ...(accuracyM === undefined ? {} : { accuracyM }),
    atMs: atMs!,
  }))
  const rest = told.slice(-600)
  for (let k = 0; told.length < FIXES; k += 1) {
    const back = rest[rest.length - 1 - (k % rest.length)]!
    const last = told.at(-1)!
    const here = rest.at(-1)!
    const drift = 2e-5
    told.push({
      ...last,
      lon: here.lon + drift * Math.sin(k / 40) + (back.lon - here.lon) * 1e-3,
      lat: here.lat + drift * Math.cos(k / 55) + (back.lat - here.lat) * 1e-3,
      atMs: last.atMs + 1_000,
    })
  }
  return { line, fixes: told }
}
