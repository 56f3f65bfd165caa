import { shareFile } from '../device/share-file.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import type { Draft } from '../storage/rows.ts'

interface RescueOptions {
  readonly storage: PhoneStorage
  readonly identity: () => Promise<{ readonly device: string } | null>
  readonly nowMs: () => number
}

/** Makes the rescue file and hands it over. Its code is fetched when it is asked for. */
export function createRescue({ storage, identity, nowMs }: RescueOptions) {
  return async (): Promise<{ name: string; bytes: number }> => {
    const [{ rescueFile }, { toObservation }, { gapMarkers, recordedFixes }] = await Promise.all([
      import('../sync/rescue-file.ts'),
      import('../capture/notes/draft-observation.ts'),
      import('../capture/notes/walk-records.ts'),
    ])
    const device = (await identity())?.device ?? null
    const atMs = nowMs()
    const parts = {
      fixesOf: recordedFixes,
      gapsOf: gapMarkers,
      observationOf: (draft: Draft) =>
        draft.state === 'kept' && device ? toObservation(draft, device) : null,
    }
    const bytes = await rescueFile(storage, parts, { device, atMs })
    const name = `jalon-${new Date(atMs).toISOString().slice(0, 16).replace(/[:T]/g, '-')}.zip`
    await shareFile(name, bytes, 'application/zip')
    return { name, bytes: bytes.length }
  }
}
