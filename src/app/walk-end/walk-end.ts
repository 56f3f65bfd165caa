import type { ChecksPorts } from './checks-ports.ts'
import type { ChecksWorker } from '../workers/checks-client.ts'
import type { FilesWorker } from '../workers/files-client.ts'
import { readPackedWalk } from './read-packed-walk.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import { blobsOfDraft, dropUnnamed } from '../storage/draft-blobs.ts'
import { readTrail } from '../storage/read-catalogue.ts'

interface WalkEndWorld {
  readonly storage: PhoneStorage
  readonly checksWorker: ChecksWorker
  readonly filesWorker: FilesWorker
  readonly identity: () => Promise<{ readonly device: string } | null>
  readonly newId: () => string
  readonly nowMs: () => number
  readonly sendSoon: () => void
}

/** Where the stages capture, checks and sync meet: a walk that is over becomes records. */
export function createWalkEnd(world: WalkEndWorld): ChecksPorts {
  const { storage, checksWorker, filesWorker, identity, newId, nowMs, sendSoon } = world
  const trailOf = async (id: string | undefined) =>
    id ? readTrail(await storage.catalogue.get(id)) : null

  return {
    storage,

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
      sendSoon()
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
