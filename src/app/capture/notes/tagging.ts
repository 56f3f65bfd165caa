import type { PhoneStorage } from '../../storage/phone-storage.ts'
import { blobsOfDraft, dropUnnamed } from '../../storage/draft-blobs.ts'
import type { BlobRow, Draft, DraftPhoto, DraftPlace } from '../../storage/rows.ts'
import type { SourceFix } from '../../device/geolocation.ts'
import { isComplete, newDraft } from './draft-observation.ts'
import type { PhotoOutcome } from '../media/photo.ts'
import { draftRecord } from './walk-records.ts'

export interface TaggingServices {
  readonly storage: Pick<PhoneStorage, 'drafts' | 'blobs' | 'thumbs' | 'outbox' | 'quarantine'>
  readonly newId: () => string
  readonly nowMs: () => number
  readonly reencodePhoto: (file: Blob, takenAtMs: number) => Promise<PhotoOutcome>
}

/** The place of a thing seen, from the last fix. */
export function placeOf(fix: SourceFix): DraftPlace {
  const { lon, lat, accuracyM, atMs } = fix
  return { lon, lat, atMs, placedBy: 'fix', ...(accuracyM === undefined ? {} : { accuracyM }) }
}

/** Drafts: saved at each touch, edited and undone until they are sent. */
export function createTagging({ storage, newId, nowMs, reencodePhoto }: TaggingServices) {
  async function save(draft: Draft): Promise<Draft> {
    const saved = { ...draft, savedAtMs: nowMs() }
    await storage.drafts.save(saved)
    return saved
  }

  return {
    save,
    dropUnnamed: (names: readonly string[]) => dropUnnamed(storage, names),

    /** Begins one and saves it before anything else happens: the camera may kill the page (P16). */
    begin: (
      kind: Draft['kind'],
      from: {
        readonly territory: string
        readonly walk?: string
        readonly trail?: string
        readonly fix: SourceFix | null
      },
    ): Promise<Draft> => {
      const { fix, ...rest } = from
      const id = newId()
      const place = fix ? { place: placeOf(fix) } : {}
      const draft = newDraft(kind, { id, nowMs: nowMs(), ...rest, ...place })
      return save(kind === 'all-clear' ? { ...draft, state: 'kept' } : draft)
    },

    /** Keeps a photo's bytes, for the draft that will name it. What is not a picture is kept aside. */
    async keepPhoto(draftId: string, file: File): Promise<DraftPhoto | 'not-an-image'> {
      const outcome = await reencodePhoto(file, nowMs())
      if (!outcome.ok) {
        const raw = { name: file.name, type: file.type, bytes: await file.arrayBuffer() }
        await storage.quarantine.save({
          id: newId(),
          from: `draft:${draftId}`,
          atMs: nowMs(),
          why: outcome.why,
          raw,
        })
        return outcome.why
      }
      const { photo, bytes, thumb } = outcome
      const { sha256, mediaType } = photo
      await storage.blobs.put({ sha256, mediaType, bytes })
      await storage.thumbs.put({ sha256, mediaType, bytes: thumb })
      return photo
    },

    /** Keeps the bytes of a voice, for the draft that will name it. */
    keepVoice: (voice: BlobRow): Promise<void> => storage.blobs.put(voice),

    /** Marks it as meant: it goes with the walk. `null` while its place or its kind is missing. */
    keep: async (draft: Draft): Promise<Draft | null> =>
      isComplete(draft) ? save({ ...draft, state: 'kept' }) : null,

    async undo(draft: Draft): Promise<void> {
      await storage.drafts.remove(draft.id)
      const names = blobsOfDraft(draft).map(({ sha256 }) => sha256)
      await dropUnnamed(storage, names)
    },

    /** Sends one thing now, without waiting for the end of the walk. */
    async send(draft: Draft, device: string): Promise<boolean> {
      const batch = draftRecord(draft, device, nowMs())
      if (!batch) return false
      await storage.outbox.queue(batch)
      return true
    },
  }
}
export type Tagging = ReturnType<typeof createTagging>
