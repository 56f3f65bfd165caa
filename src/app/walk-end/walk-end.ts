import type { FileUseless } from '../../domain/checks/read-recording.ts'
import type { PackedTrack } from '../../domain/geo/packed-track.ts'
import type { Repair } from '../../domain/geo/repair/repair-track.ts'
import { blobsOfDraft, dropUnnamed } from '../storage/draft-blobs.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import { readTrail, type KnownTrail } from '../storage/read-catalogue.ts'
import type { Draft, Walk } from '../storage/rows.ts'
import type { ChecksWorker, WalkChecked } from '../workers/checks-client.ts'
import type { FilesWorker, NotRead, RepairOffer } from '../workers/files-client.ts'
import { readPackedWalk } from './read-packed-walk.ts'

/** A walk that is over, as its last page shows it. */
export interface EndedWalk {
  readonly walk: Walk
  readonly trail: KnownTrail | null
  readonly drafts: readonly Draft[]
  readonly fixes: number
}

/** The use case that ends a walk: looked at, mended, then queued as records or thrown away. */
export interface WalkEnd {
  /** Writes what the test sheet says. */
  readonly save: (walk: Walk) => Promise<void>
  readonly open: (walk: string) => Promise<EndedWalk | null>
  readonly check: (walk: string) => Promise<WalkChecked>
  /** Asks a file of a watch or another app what it could fill. Nothing of it is kept by asking. */
  readonly readWatchFile: (
    file: File,
    track: PackedTrack,
  ) => Promise<RepairOffer | FileUseless | NotRead>
  /** Keeps what was offered, beside the fixes; the walk is checked again after that. */
  readonly fill: (walk: string, repair: Repair) => Promise<void>
  /** Takes the last filling back. */
  readonly takeBack: (walk: string) => Promise<void>
  /** Puts the walk and all that belongs to it into the outbox; resolves when it is on disk. */
  readonly send: (walk: Walk, checked: WalkChecked) => Promise<void>
  readonly discard: (walk: string) => Promise<void>
}

interface WalkEndOptions {
  readonly storage: PhoneStorage
  readonly checksWorker: ChecksWorker
  readonly filesWorker: FilesWorker
  readonly identity: () => Promise<{ readonly device: string } | null>
  readonly newId: () => string
  readonly nowMs: () => number
  readonly syncNow: () => void
}

/** Where the stages capture, checks and sync meet: a walk that is over becomes records. */
export function createWalkEnd(options: WalkEndOptions): WalkEnd {
  const { storage, checksWorker, filesWorker, identity, newId, nowMs, syncNow } = options
  const trailOf = async (id: string | undefined) =>
    id ? readTrail(await storage.catalogue.get(id)) : null

  return {
    save: (walk) => storage.walks.save(walk),

    async open(id) {
      const walk = await storage.walks.get(id)
      if (!walk || walk.state === 'recording' || walk.state === 'paused') return null
      const drafts = (await storage.drafts.ofWalk(id)).filter(({ state }) => state === 'kept')
      return {
        walk,
        trail: await trailOf(walk.trail),
        drafts: [...drafts].sort((a, b) => a.createdAtMs - b.createdAtMs),
        fixes: await storage.fixes.count(id),
      }
    },

    async check(id) {
      checksWorker.warmUp()
      const trail = await trailOf((await storage.walks.get(id))?.trail)
      const walked = trail ? { line: trail.entity.geometry.coordinates } : null
      return checksWorker.check(await readPackedWalk(storage, id), walked)
    },

    readWatchFile: (file, track) => filesWorker.readRepair(file, track),

    async fill(walk, repair) {
      const last = (await storage.repairs.ofWalk(walk)).at(-1)
      const seq = (last?.seq ?? -1) + 1
      await storage.repairs.append({ walk, seq, acceptedAtMs: nowMs(), repair })
    },

    async takeBack(walk) {
      const last = (await storage.repairs.ofWalk(walk)).at(-1)
      if (last) await storage.repairs.remove(walk, last.seq)
    },

    async send(walk, { assessment }) {
      const known = await identity()
      if (!known) throw new Error('a walk cannot be queued before an invitation was accepted')
      const { device } = known
      const { aboutWalk, walkRecords } = await import('../capture/notes/walk-records.ts')
      const packed = await readPackedWalk(storage, walk.id)
      const written = await checksWorker.write(packed, aboutWalk(walk, device, nowMs()))
      const drafts = await storage.drafts.ofWalk(walk.id)
      const comparison = assessment?.comparison
      const seen = comparison
        ? { coverage: comparison.coverage, direction: comparison.direction }
        : {}
      const sender = { device, nowMs: nowMs(), testId: newId() }
      await storage.outbox.queue(walkRecords({ walk, written, drafts, ...seen }, sender))
      syncNow()
    },

    async discard(id) {
      const drafts = await storage.drafts.ofWalk(id)
      for (const draft of drafts) await storage.drafts.remove(draft.id)
      await storage.fixes.removeWalk(id)
      const names = drafts.flatMap(blobsOfDraft).map(({ sha256 }) => sha256)
      await dropUnnamed(storage, names)
    },
  }
}
