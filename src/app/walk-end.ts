import { gapMarkers, recordedFixes, walkRecords } from './capture/walk-records.ts'
import type { ChecksPorts } from './checks/checks-ports.ts'
import type { ChecksWorker } from './checks/checks-worker.ts'
import type { FilesWorker } from './files-worker.ts'
import { sha256Of } from './phone.ts'
import type { PhoneStorage } from './storage/phone-storage.ts'
import { readTrail } from './storage/read-catalogue.ts'

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

  const repairsOf = async (walk: string) =>
    (await storage.repairs.ofWalk(walk)).map(({ repair }) => repair)

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
      const stored = await storage.fixes.ofWalk(id)
      const events = await storage.fixes.eventsOf(id)
      const trail = await trailOf((await storage.walks.get(id))?.trail)
      const file = {
        fixes: recordedFixes(stored),
        gaps: gapMarkers(stored, events),
        repairs: await repairsOf(id),
      }
      const walked = trail ? { line: trail.entity.geometry.coordinates } : null
      return checksWorker.check(file, walked)
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

    async send(walk, { track, assessment }) {
      const known = await identity()
      if (!known) throw new Error('a walk cannot be queued before an invitation was accepted')
      const comparison = assessment?.comparison
      const batch = await walkRecords(
        {
          walk,
          fixes: await storage.fixes.ofWalk(walk.id),
          events: await storage.fixes.eventsOf(walk.id),
          repairs: await repairsOf(walk.id),
          track,
          drafts: await storage.drafts.ofWalk(walk.id),
          ...(comparison ? { coverage: comparison.coverage, direction: comparison.direction } : {}),
        },
        { device: known.device, nowMs: nowMs(), sha256: sha256Of, testId: newId() },
      )
      await storage.outbox.queue(batch)
      sendSoon()
    },

    async discard(id) {
      for (const draft of await storage.drafts.ofWalk(id)) await storage.drafts.remove(draft.id)
      await storage.fixes.removeWalk(id)
    },
  }
}
