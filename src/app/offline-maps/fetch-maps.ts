import { API, packFile } from '../../contract/endpoints.ts'
import { partRange, readPacks, type MapPack } from '../../contract/packs.ts'

type Fetch = (address: string, init: RequestInit) => Promise<Response>

/** A part is a quarter of a megabyte: on a bad connection, minutes; then it is another connection. */
const PART_TIMEOUT_MS = 120_000
const TILE_TIMEOUT_MS = 30_000
const LIST_TIMEOUT_MS = 15_000

export type PartAnswer =
  | { readonly ok: true; readonly bytes: ArrayBuffer }
  | { readonly ok: false; readonly why: 'no-network' | 'gone' }

export type TileAnswer =
  | { readonly kind: 'tile'; readonly mediaType: string; readonly bytes: ArrayBuffer }
  /** The service has nothing there: the sea, or beyond its country. */
  | { readonly kind: 'none' }
  | { readonly kind: 'busy'; readonly waitMs: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'no-network' }

export interface MapFetcher {
  /** The packs of a territory; `null` when our server was not heard. */
  readonly packs: (territory: string) => Promise<readonly MapPack[] | null>
  readonly part: (pack: MapPack, index: number, signal: AbortSignal) => Promise<PartAnswer>
  readonly tile: (address: string, signal: AbortSignal) => Promise<TileAnswer>
}

/** What is fetched to be kept: from our own server by ranges, from a map service tile by tile. */
export function createMapFetcher(fetch: Fetch): MapFetcher {
  return {
    async packs(territory) {
      try {
        const signal = AbortSignal.timeout(LIST_TIMEOUT_MS)
        const response = await fetch(API.packs(territory), { signal, cache: 'no-cache' })
        return response.ok ? readPacks(await response.json()) : null
      } catch {
        return null
      }
    },
    async part(pack, index, signal) {
      const { start, length } = partRange(pack, index)
      try {
        const response = await fetch(packFile(pack.sha256), {
          headers: { Range: `bytes=${start}-${start + length - 1}` },
          // Kept by us, part by part: a second copy in the browser's cache is wasted room.
          cache: 'no-store',
          redirect: 'manual',
          signal: within(signal, PART_TIMEOUT_MS),
        })
        if (response.status === 404) return { ok: false, why: 'gone' }
        // Anything but the range that was asked for comes from somebody else (promise P08).
        if (response.status !== 206) return { ok: false, why: 'no-network' }
        return { ok: true, bytes: await response.arrayBuffer() }
      } catch {
        return { ok: false, why: 'no-network' }
      }
    },
    async tile(address, signal) {
      try {
        const response = await fetch(address, {
          credentials: 'omit',
          signal: within(signal, TILE_TIMEOUT_MS),
        })
        return await tileOf(response)
      } catch {
        return { kind: 'no-network' }
      }
    },
  }
}

async function tileOf(response: Response): Promise<TileAnswer> {
  const { status } = response
  if (status === 404 || status === 204) return { kind: 'none' }
  if (status === 429 || status >= 500) {
    const seconds = Number(response.headers.get('Retry-After'))
    return { kind: 'busy', waitMs: Number.isFinite(seconds) ? seconds * 1_000 : 0 }
  }
  if (status !== 200) return { kind: 'refused' }
  const mediaType = (response.headers.get('Content-Type') ?? '').split(';')[0]!.trim()
  const bytes = await response.arrayBuffer()
  // A hotel portal answers 200 with a page.
  return isPicture(new Uint8Array(bytes))
    ? { kind: 'tile', mediaType, bytes }
    : { kind: 'no-network' }
}

/** PNG, JPEG or WebP by its first bytes. */
function isPicture(bytes: Uint8Array): boolean {
  const starts = (...values: number[]) => values.every((value, i) => bytes[i] === value)
  const isWebp = starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45
  return starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff) || isWebp
}

/** Whichever comes first. `AbortSignal.any` is too young for phones that are still carried. */
function within(signal: AbortSignal, ms: number): AbortSignal {
  const either = new AbortController()
  if (signal.aborted) either.abort()
  signal.addEventListener('abort', () => either.abort(), { once: true })
  AbortSignal.timeout(ms).addEventListener('abort', () => either.abort(), { once: true })
  return either.signal
}
