import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Position } from 'geojson'
import * as z from 'zod/mini'
import type { TerrainSource } from '../../domain/geo/climb/terrain-climb.ts'

/** The service of the Géoplateforme: no key; five requests a second and 5,000 points each at most. */
const SERVICE = 'https://data.geopf.fr/altimetrie/1.0/calcul/alti/rest/elevation.json'
const RESOURCE = 'ign_rge_alti_wld'
const MOST_POINTS = 5_000
/** Four a second: below what is allowed, also when clocks disagree. */
const BETWEEN_REQUESTS_MS = 250
const PATIENCE_MS = 20_000
const RETRY_AFTER_MS = 5_000
const LONGEST_RETRY_MS = 30_000
/** What the service answers where it knows nothing. */
const NO_DATA = -99_999
/** A metre on the ground: nearer places share an altitude. */
const DECIMALS = 5
/** The cache is one file for each square of this size, degrees. */
const SQUARE_DEG = 0.05

const answerShape = z.looseObject({ elevations: z.array(z.number()) })
const squareShape = z.record(z.string(), z.nullable(z.number()))
type Square = Record<string, number | null>

/** The service did not answer, or not as it says it does. */
export class AltimetryUnavailable extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

export interface AltimetryOptions {
  /** Where altitudes that were received are kept: the ground does not move. */
  readonly cacheDir: string
  readonly url?: string
  readonly request?: typeof fetch
  readonly nowMs?: () => number
  readonly wait?: (ms: number) => Promise<void>
}

/**
 * Altitudes from IGN's altimetry service (RGE ALTI, Licence Ouverte 2.0). Only what is not in the cache is
 * asked for, in few large requests, one after the other. Throws `AltimetryUnavailable`.
 */
export function ignAltimetry({
  cacheDir,
  url = SERVICE,
  request = fetch,
  nowMs = Date.now,
  wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}: AltimetryOptions): TerrainSource {
  let nextAtMs = 0

  async function ask(keys: readonly string[], again = true): Promise<(number | null)[]> {
    await wait(Math.max(0, nextAtMs - nowMs()))
    nextAtMs = nowMs() + BETWEEN_REQUESTS_MS
    const response = await post(keys)
    if (!(response instanceof Error) && response.ok) return readAnswer(response, keys.length)
    const retryMs = response instanceof Error ? 0 : retryAfterMs(response)
    if (retryMs === null || !again) throw new AltimetryUnavailable(reasonOf(response))
    await wait(retryMs)
    return ask(keys, false)
  }

  async function post(keys: readonly string[]): Promise<Response | Error> {
    const places = keys.map((key) => key.split(' '))
    const body = {
      lon: places.map(([lon]) => lon).join('|'),
      lat: places.map(([, lat]) => lat).join('|'),
      ...{ resource: RESOURCE, delimiter: '|', zonly: 'true' },
    }
    try {
      return await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
    } catch (error) {
      return error instanceof Error ? error : new Error('unknown')
    }
  }

  return async (positions) => {
    const keys = positions.map(keyOf)
    const squares = await openSquares(cacheDir, url, positions)
    const missing = [...new Set(keys)].filter((key) => !(key in squares.of(key)))
    for (let from = 0; from < missing.length; from += MOST_POINTS) {
      const batch = missing.slice(from, from + MOST_POINTS)
      const altitudes = await ask(batch)
      batch.forEach((key, i) => {
        squares.of(key)[key] = altitudes[i]!
      })
      await squares.save(batch)
    }
    return keys.map((key) => squares.of(key)[key]!)
  }
}

async function readAnswer(response: Response, count: number): Promise<(number | null)[]> {
  const parsed = answerShape.safeParse(await response.json().catch(() => null))
  if (!parsed.success || parsed.data.elevations.length !== count) {
    throw new AltimetryUnavailable('unexpected answer')
  }
  return parsed.data.elevations.map((altitude) => (altitude <= NO_DATA ? null : altitude))
}

/** How long to wait before the one more try; `null` when it would be of no use. */
function retryAfterMs({ status, headers }: Response): number | null {
  if (status !== 429 && status < 500) return null
  const seconds = Number(headers.get('retry-after') ?? NaN)
  return Number.isFinite(seconds) ? Math.min(LONGEST_RETRY_MS, 1_000 * seconds) : RETRY_AFTER_MS
}

function reasonOf(response: Response | Error): string {
  if (!(response instanceof Error)) return `HTTP ${response.status}`
  return response.name === 'TimeoutError' ? `${PATIENCE_MS / 1_000} s` : response.message
}

function keyOf([lon, lat]: Position): string {
  return `${lon!.toFixed(DECIMALS)} ${lat!.toFixed(DECIMALS)}`
}

function squareOf(key: string): string {
  return key
    .split(' ')
    .map((degrees) => Math.floor(Number(degrees) / SQUARE_DEG))
    .join('_')
}

/** The parts of the cache that a line lies in. A file that cannot be read is asked for again. */
async function openSquares(cacheDir: string, url: string, positions: readonly Position[]) {
  // Two addresses may answer differently: each has a folder of its own.
  const folder = join(cacheDir, createHash('sha256').update(url).digest('hex').slice(0, 12))
  const names = new Set(positions.map((position) => squareOf(keyOf(position))))
  const squares = new Map<string, Square>()
  for (const name of names) {
    const text = await readFile(join(folder, `${name}.json`), 'utf8').catch(() => '{}')
    squares.set(name, readSquare(text))
  }
  return {
    of: (key: string): Square => squares.get(squareOf(key))!,
    save: async (keys: readonly string[]): Promise<void> => {
      await mkdir(folder, { recursive: true })
      for (const name of new Set(keys.map(squareOf))) {
        const path = join(folder, `${name}.json`)
        // Beside it, then in its place: a command that is stopped leaves a whole file.
        await writeFile(`${path}.${process.pid}`, JSON.stringify(squares.get(name)))
        await rename(`${path}.${process.pid}`, path)
      }
    },
  }
}

function readSquare(text: string): Square {
  try {
    const parsed = squareShape.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : {}
  } catch {
    return {}
  }
}
