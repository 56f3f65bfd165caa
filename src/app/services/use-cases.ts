import { createWalkEnd } from '../walk-end/walk-end.ts'
import type { WalkImport } from '../walk-end/walk-import.ts'
import { createChecksWorker } from '../workers/checks-client.ts'
import { createFilesWorker } from '../workers/files-client.ts'
import { persist } from '../device/storage-quota.ts'
import type { CaptureServices } from '../capture/capture-services.ts'
import type { Draft } from '../storage/rows.ts'
import type { BackgroundSync } from './background-sync.ts'
import type { Core } from './core.ts'
import type { LazyMaps } from './lazy-maps.ts'
import { createRescue } from './rescue.ts'

/** The end of a walk, recorded here or read from a file of a watch. */
export function createWalkUseCases(core: Core, { syncNow }: Pick<BackgroundSync, 'syncNow'>) {
  const { nowMs } = core
  const checksWorker = createChecksWorker(
    () =>
      new Worker(new URL('../../workers/checks.worker.ts', import.meta.url), { type: 'module' }),
    nowMs,
  )
  const filesWorker = createFilesWorker(
    () => new Worker(new URL('../../workers/files.worker.ts', import.meta.url), { type: 'module' }),
  )
  /** Its code is fetched when a file of a watch is brought. */
  const open = async () => {
    const { createWalkImport } = await import('../walk-end/walk-import.ts')
    return createWalkImport({ ...core, filesWorker })
  }
  const walkImport: WalkImport = {
    trails: async () => (await open()).trails(),
    read: async (file) => (await open()).read(file),
    keep: async (recording, trail) => (await open()).keep(recording, trail),
  }
  return {
    walkEnd: createWalkEnd({ ...core, checksWorker, filesWorker, syncNow }),
    walkImport,
  }
}

/** The list before leaving, fetched when one is shown. */
export function createChecklistOpener(core: Core, sync: BackgroundSync, { maps }: LazyMaps) {
  const { storage, territory, device, installOffer } = core
  return async () => {
    const { createChecklist } = await import('../checklist/create-checklist.ts')
    return createChecklist({
      installOffer,
      pack: () => maps.value?.pack ?? null,
      trails: async () => (await storage.catalogue.ofKind('trail')).length,
      clockSkewMs: territory.clockSkewMs,
      compareClock: territory.compareClock,
      fetchTrails: sync.sync,
      locate: () => device.geolocation.once(),
      persist,
      onStored: sync.onStored,
    })
  }
}

/** What the outbox asks of capture: a draft sent alone, a record said anew, everything in one file. */
export function createOutboxUseCases(core: Core, capture: CaptureServices) {
  const { storage, identity, newId, nowMs } = core
  return {
    rescue: createRescue(core),
    async sendDraft(draft: Draft): Promise<boolean> {
      const known = await identity()
      if (!known) return false
      const { createTagging } = await import('../capture/notes/tagging.ts')
      return createTagging(capture).send(draft, known.device)
    },
    async correctRecord(id: string): Promise<string | null> {
      const { correctionOf } = await import('../capture/notes/correction.ts')
      const bytes = await storage.outbox.bytes(id)
      const draft = bytes ? correctionOf(bytes, { id: newId(), nowMs: nowMs() }) : null
      if (draft) await storage.drafts.save(draft)
      return draft?.id ?? null
    },
  }
}
