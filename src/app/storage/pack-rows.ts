import type { MapPack } from '../../contract/packs.ts'
import type { TilePlace } from '../../domain/geo/corridor-tiles.ts'

/** A pack that somebody asked for. It is shown on maps only when it is `complete`. */
export interface PackRow {
  readonly sha256: string
  readonly territory: string
  readonly pack: MapPack
  readonly state: DownloadState
  readonly askedAtMs: number
}

/** `wanted` goes on by itself after a kill; `paused` waits for the person. */
export type DownloadState = 'wanted' | 'paused' | 'complete'

/** A part whose hash was right when it was written. ArrayBuffer, not Blob: WebKit loses Blobs. */
export interface PackPartRow {
  readonly pack: string
  readonly index: number
  readonly bytes: ArrayBuffer
}

/** The tiles of one map service along one trail. */
export interface CorridorRow {
  /** Trail and service: one corridor each. */
  readonly id: string
  readonly territory: string
  readonly trail: string
  readonly trailName: string
  readonly service: string
  readonly places: readonly TilePlace[]
  readonly state: DownloadState
  readonly askedAtMs: number
  /** What the tiles weigh in truth, once they are all there. */
  readonly bytes?: number
}

/** A picture of a map service; no bytes where the service has none. */
export interface TileRow {
  readonly service: string
  readonly z: number
  readonly x: number
  readonly y: number
  readonly mediaType: string
  readonly bytes: ArrayBuffer
}
