import type { TilePlace } from '../../domain/geo/corridor-tiles.ts'
import type { MapStorage } from '../storage/map-storage.ts'
import type { CorridorRow } from '../storage/pack-rows.ts'
import { isFull, RESERVED_BYTES, type DownloadOutcome } from './download-pack.ts'
import type { MapFetcher } from './fetch-maps.ts'

/** A guest at somebody's service: two requests at a time, and it waits when it is asked to. */
const AT_ONCE = 2
const WAIT_MS = { least: 5_000, most: 60_000 } as const
const PATIENCE = 4

interface CorridorOptions {
  readonly storage: Pick<MapStorage, 'corridors'>
  readonly fetcher: Pick<MapFetcher, 'tile'>
  readonly freeBytes: () => Promise<number | null>
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface TileService {
  readonly id: string
  readonly tiles: string
  /** What a tile weighs on average, bytes. */
  readonly tileBytes: number
}

/**
 * Resumable download, two requests at a time, backing off when asked. Fetches the tiles of a corridor that are not on the phone yet, and completes the row with what they
 * weigh. Goes on where it was stopped; the first trouble stops it, so that nobody is asked in vain.
 */
export async function downloadCorridor(
  { storage, fetcher, freeBytes, sleep }: CorridorOptions,
  row: CorridorRow,
  service: TileService,
  outer: AbortSignal,
  onProgress: (done: number) => void,
): Promise<DownloadOutcome> {
  const { corridors } = storage
  const wanted = [...(await corridors.missing(service.id, row.places))]
  let done = row.places.length - wanted.length
  onProgress(done)
  const free = await freeBytes()
  if (free !== null && free < wanted.length * service.tileBytes + RESERVED_BYTES) return 'no-room'

  let ended: DownloadOutcome | null = null
  const stop = new AbortController()
  const { signal } = stop
  outer.addEventListener('abort', () => stop.abort(), { once: true })
  const end = (outcome: DownloadOutcome) => {
    ended ??= outer.aborted ? 'stopped' : outcome
    stop.abort()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, () => work()))
  if (ended) return ended
  if (outer.aborted) return 'stopped'
  await corridors.save({ ...row, state: 'complete', bytes: await weigh(corridors, row) })
  return 'complete'

  async function work(): Promise<void> {
    for (let place = wanted.shift(); place && !signal.aborted; place = wanted.shift()) {
      const outcome = await keep(place)
      if (outcome) return end(outcome)
      done += 1
      onProgress(done)
    }
  }

  async function keep([z, x, y]: TilePlace): Promise<DownloadOutcome | null> {
    for (let patience = PATIENCE; patience > 0; patience -= 1) {
      const answer = await fetcher.tile(tileAddress(service.tiles, [z, x, y]), signal)
      if (signal.aborted) return 'stopped'
      if (answer.kind === 'refused' || answer.kind === 'no-network') return answer.kind
      if (answer.kind === 'busy') {
        await sleep(Math.min(WAIT_MS.most, Math.max(WAIT_MS.least, answer.waitMs)), signal)
        continue
      }
      const { mediaType, bytes } =
        answer.kind === 'tile' ? answer : { mediaType: '', bytes: new ArrayBuffer(0) }
      try {
        await corridors.putTile({ service: service.id, z, x, y, mediaType, bytes })
        return null
      } catch (error) {
        if (!isFull(error)) throw error
        return 'no-room'
      }
    }
    return 'busy'
  }
}

async function weigh(corridors: MapStorage['corridors'], row: CorridorRow): Promise<number> {
  let bytes = 0
  for (const place of row.places) {
    bytes += (await corridors.tile(row.service, place))?.bytes.byteLength ?? 0
  }
  return bytes
}

/** The address of a tile; `{s}` names one of several servers, any of which will do. */
export function tileAddress(template: string, [z, x, y]: TilePlace): string {
  return template
    .replaceAll('{s}', 'a')
    .replaceAll('{z}', `${z}`)
    .replaceAll('{x}', `${x}`)
    .replaceAll('{y}', `${y}`)
}
