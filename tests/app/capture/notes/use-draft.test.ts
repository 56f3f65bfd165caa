import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  withoutPhoto,
  withoutVoice,
  withPhoto,
  withSketch,
  withVoice,
} from '../../../../src/app/capture/notes/draft-changes.ts'
import { useDraft } from '../../../../src/app/capture/notes/use-draft.ts'
import { newDraft, toObservation } from '../../../../src/app/capture/notes/draft-observation.ts'
import { createTagging } from '../../../../src/app/capture/notes/tagging.ts'
import type { Draft, DraftPhoto, DraftVoice } from '../../../../src/app/storage/rows.ts'
import { uuidV7 } from '../../../../src/domain/observation/ids.ts'
import { createMemoryStorage } from '../../../support/phone/memory-storage.ts'

const id = (n: number) => uuidV7(n, new Uint8Array(10).fill(n))
const name = (n: number) => n.toString(16).padStart(64, '0')
const begun = (): Draft =>
  newDraft('trail-report', {
    ...{ id: id(1), territory: 'essai', nowMs: 1 },
    place: { lon: 0, lat: 43, placedBy: 'fix', atMs: 1 },
  })
const photo = (n: number): DraftPhoto => ({
  ...{ sha256: name(n), bytes: n, mediaType: 'image/jpeg' },
  ...{ widthPx: 4, heightPx: 3, takenAtMs: 1 },
})
const voice = (n: number): DraftVoice => ({
  ...{ sha256: name(n), bytes: n, mediaType: 'audio/webm', durationMs: n },
})

describe('the draft in hand', () => {
  it('[P16] whatever order writes take, what is on disk is the newest, and nobody undoes another', async () => {
    const change = fc.constantFrom('photo', 'voice', 'text', 'sketch')
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.nat(5), async (all, slowMs) => {
        const disk: Draft[] = []
        const hand = useDraft(async (draft) => {
          await new Promise((resolve) => setTimeout(resolve, disk.length % 2 === 0 ? slowMs : 0))
          disk.push(draft)
        })
        hand.draft.value = withPhoto(begun(), photo(1))
        all.forEach((one, i) => {
          void hand.change((draft) => {
            if (one === 'photo') return withPhoto(draft, photo(100 + i))
            if (one === 'voice') return withVoice(draft, voice(200 + i))
            if (one === 'sketch') return withSketch(draft, name(1), [[[i, i]]])
            return { ...draft, fields: { ...draft.fields, text: `${i}` } }
          })
        })
        await hand.done()
        const last = disk.at(-1) ?? hand.draft.value
        const at = (what: string) => all.lastIndexOf(what as (typeof all)[number])
        expect(last.photos).toHaveLength(1 + all.filter((one) => one === 'photo').length)
        expect(last.voice?.bytes).toBe(at('voice') < 0 ? undefined : 200 + at('voice'))
        expect(last.fields['text']).toBe(at('text') < 0 ? undefined : `${at('text')}`)
        const [first] = last.photos
        expect(first?.sketch?.strokes[0]?.[0]?.[0]).toBe(
          at('sketch') < 0 ? undefined : at('sketch'),
        )
      }),
      { numRuns: 25 },
    )
  })

  it('[P15] what was kept or thrown away is not brought back by something late', async () => {
    const disk: Draft[] = []
    const hand = useDraft((draft) => Promise.resolve(void disk.push(draft)))
    hand.draft.value = begun()
    await hand.change((draft) => withVoice(draft, voice(1)))
    await hand.close()
    await hand.change((draft) => withVoice(draft, voice(2)))
    expect(disk).toHaveLength(1)
    expect(hand.draft.value.voice?.bytes).toBe(1)
  })
})

describe('a draft with a sketch and a voice', () => {
  it('travels with both as the record says them; without them it says nothing of them', () => {
    const plain = { ...withPhoto(begun(), photo(1)), fields: { category: 'securite' } }
    const full = withVoice(withSketch(plain, name(1), [[[1, 2]]]), voice(9))
    const device = id(7)
    const { properties } = toObservation(full, device)!
    expect(properties).toMatchObject({
      photos: [{ sha256: name(1), sketch: { strokes: [[[1, 2]]] }, widthPx: 4 }],
      voice: voice(9),
    })
    const bare = withoutVoice(withSketch(full, name(1), []))
    expect(toObservation(bare, device)).toEqual(toObservation(plain, device))
    expect(withoutPhoto(full, name(1)).photos).toEqual([])
  })

  it('[P15] thrown away, neither photo nor voice is left behind; what another names stays', async () => {
    const storage = createMemoryStorage()
    const unused = () => Promise.reject(new Error('unused'))
    const tagging = createTagging({
      storage,
      newId: () => id(3),
      nowMs: () => 5,
      reencodePhoto: unused,
    })
    const put = (n: number, mediaType: string) =>
      storage.blobs.put({ sha256: name(n), mediaType, bytes: new ArrayBuffer(1) })
    await put(1, 'image/jpeg')
    await put(9, 'audio/webm')
    const mine = await tagging.save(withVoice(withPhoto(begun(), photo(1)), voice(9)))
    await tagging.save({ ...withPhoto(begun(), photo(1)), id: id(2) })
    await tagging.undo(mine)
    expect(await storage.blobs.get(name(9))).toBeUndefined()
    expect(await storage.blobs.get(name(1))).toBeDefined()
  })
})
