import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { withPhoto, withVoice } from '../../../src/app/capture/notes/draft-changes.ts'
import { newDraft, toObservation } from '../../../src/app/capture/notes/draft-observation.ts'
import { rescueFile } from '../../../src/app/sync/rescue-file.ts'
import { uuidV7 } from '../../../src/domain/observation/ids.ts'
import { VOICE_MEDIA_TYPES } from '../../../src/domain/observation/voice.ts'
import { openRescue, rescueEntry } from '../../../src/domain/formats/open-rescue.ts'
import { createMemoryStorage } from '../../support/phone/memory-storage.ts'

const DEVICE = uuidV7(9, new Uint8Array(10))

describe('the file a phone saves of itself', () => {
  it('[P23] has the voice and the photo of a note that was never sent, as the desk reads them', async () => {
    const storage = createMemoryStorage()
    const expected = new Map<string, string>()
    async function keep(text: string, mediaType: string) {
      const sha256 = createHash('sha256').update(text).digest('hex')
      const bytes = new Uint8Array(Buffer.from(text))
      await storage.blobs.put({ sha256, mediaType, bytes: bytes.buffer })
      expected.set(sha256, text)
      return { sha256, bytes: bytes.length }
    }
    for (const [i, mediaType] of VOICE_MEDIA_TYPES.entries()) {
      const photo = await keep(`photo ${i}`, 'image/jpeg')
      const voice = await keep(`voice ${i}`, mediaType)
      const begun = newDraft('trail-report', {
        ...{ id: uuidV7(10 + i, new Uint8Array(10)), territory: 'essai', nowMs: 1 },
        place: { lon: 0, lat: 43, placedBy: 'fix', atMs: 1 },
      })
      const shape = { mediaType: 'image/jpeg', widthPx: 4, heightPx: 3, takenAtMs: 1 }
      const draft = { ...begun, state: 'kept' as const, fields: { category: 'securite' } }
      await storage.drafts.save(
        withVoice(withPhoto(draft, { ...photo, ...shape }), { ...voice, mediaType, durationMs: 1 }),
      )
    }
    const parts = {
      fixesOf: () => [],
      gapsOf: () => [],
      observationOf: (draft: Parameters<typeof toObservation>[0]) => toObservation(draft, DEVICE),
    }
    const file = await rescueFile(storage, parts, { device: DEVICE, atMs: 1 })
    const opened = openRescue(file)
    if (!opened.ok) throw new Error(opened.why)
    expect(opened.rescue.records).toHaveLength(3)
    const found = opened.rescue.blobs.map(
      ({ sha256, entry }) => [sha256, Buffer.from(rescueEntry(file, entry)!).toString()] as const,
    )
    expect(new Map(found)).toEqual(expected)
  })
})
