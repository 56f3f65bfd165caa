import type { Logger } from 'pino'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { openRescue, type RescueOutcome } from '../../domain/formats/open-rescue.ts'
import type { ReadOutcome } from '../../domain/formats/parsed-file.ts'
import { readFile } from '../../domain/formats/read-file.ts'
import type { NewId } from '../../domain/observation/ids.ts'
import type { Observation } from '../../domain/observation/observation.ts'
import type { TrailStatus } from '../../domain/review/trail-status.ts'
import type { Config } from '../config.ts'
import type { Metrics } from '../http/metrics.ts'
import type { Blobs } from '../storage/blobs/blobs.ts'
import type { PhotoFiles } from '../storage/blobs/photo-files.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
import type { HeadEvents } from '../sync/head-events.ts'
import type { Grounds } from '../terrain/terrain-models.ts'

/** Everything a route may use: built once in `main.ts`, handed to every `*-routes.ts`. */
export interface Services {
  readonly config: Config
  readonly store: Store
  readonly blobs: Blobs
  /** Photos as others may see them: encoded again, without metadata. */
  readonly photos: PhotoFiles
  readonly events: HeadEvents
  readonly grounds: Grounds
  readonly hooks: Hooks
  readonly log: Logger
  readonly metrics: Metrics
  /** Which server this is, and which of its lives: a restored backup starts a new one. */
  readonly identity: { readonly server: string; readonly epoch: string }
  readonly nowMs: () => number
  readonly newId: NewId
}

/** Where the stages after reception plug in: set by `main.ts` before the first request. */
export interface Hooks {
  /** Told after the commit that these observations are new. Must not throw; work goes to a worker. */
  onObservations: (territory: string, observations: readonly Observation[]) => void
  /** Told after the commit that the reference line of a trail is another one. Must not throw. */
  onReference: (territory: string, trail: string) => void
  /** Told after the commit that something about a trail was answered. Must not throw. */
  onAnswer: (territory: string, trail: string) => void
  /** Reads a file of a trail, away from the server's own thread when there is a worker. */
  readFile: (bytes: Uint8Array) => Promise<ReadOutcome>
  /** Opens a phone's rescue file, likewise. */
  openRescue: (bytes: Uint8Array) => Promise<RescueOutcome>
  /** The computed status of some trails, for pulls: inside the reader's own snapshot. */
  trailStatuses: (
    tx: StoreTransaction,
    territory: string,
    trails: readonly TrailEntity[],
  ) => Promise<ReadonlyMap<string, TrailStatus>>
}

/** Hooks of a server without checks: nothing follows, trails have no status. */
export function noHooks(): Hooks {
  return {
    onObservations: () => undefined,
    onReference: () => undefined,
    onAnswer: () => undefined,
    readFile: (bytes) => Promise.resolve(readFile(bytes)),
    openRescue: (bytes) => Promise.resolve(openRescue(bytes)),
    trailStatuses: () => Promise.resolve(new Map()),
  }
}
