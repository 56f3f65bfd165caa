import { describe, expect, it } from 'vitest'
import { correctionOf } from '../../../../src/app/capture/notes/correction.ts'
import { newDraft, toObservation } from '../../../../src/app/capture/notes/draft-observation.ts'
import type { Draft } from '../../../../src/app/storage/rows.ts'
import { uuidV7 } from '../../../../src/domain/observation/ids.ts'

const NOW_MS = Date.UTC(2026, 4, 12, 8)
const id = (n: number) => uuidV7(NOW_MS + n, new Uint8Array(10).fill(n))
const DEVICE = id(9)
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).buffer
const sent = (change: Partial<Draft> = {}): Draft => ({
  ...newDraft('heritage-point', {
    id: id(1),
    territory: 'landes-chalosse',
    nowMs: NOW_MS,
    walk: id(2),
    place: {
      lon: -0.57,
      lat: 43.76,
      accuracyM: 4,
      spreadM: 1.2,
      placedBy: 'averaged',
      atMs: NOW_MS,
    },
  }),
  state: 'kept',
  fields: {
    heritageKind: 'lavoir',
    name: 'Lavoir du bourg',
    materials: ['pierre', 'bois'],
    period: 'XIXe',
  },
  photos: [
    {
      sha256: 'a'.repeat(64),
      bytes: 10,
      mediaType: 'image/jpeg',
      widthPx: 4,
      heightPx: 3,
      takenAtMs: NOW_MS,
    },
  ],
  ...change,
})

describe('a correction', () => {
  it('[P15] has what was drawn and said, as it was', () => {
    const sketch = { strokes: [[[1, 2]], [[3, 4]]] }
    const photos = sent().photos.map((photo) => ({ ...photo, sketch }))
    const voice = {
      ...{ sha256: 'b'.repeat(64), bytes: 9, mediaType: 'audio/mp4' as const, durationMs: 7 },
    }
    const original = toObservation(sent({ photos, voice }), DEVICE)!
    expect(correctionOf(bytesOf(original), { id: id(3), nowMs: NOW_MS })).toMatchObject({
      photos,
      voice,
    })
  })

  it('[P15] says the whole thing anew under an id of its own, and names what it corrects', () => {
    const original = toObservation(sent(), DEVICE)!
    const draft = correctionOf(bytesOf(original), { id: id(3), nowMs: NOW_MS + 60_000 })!
    expect(draft).toMatchObject({ id: id(3), state: 'open', walk: id(2), photos: sent().photos })
    const again = toObservation(
      { ...draft, fields: { ...draft.fields, name: 'Lavoir du haut' } },
      DEVICE,
    )!
    expect(again.id).not.toBe(original.id)
    expect(again.geometry).toEqual(original.geometry)
    expect(again.properties).toEqual({
      ...original.properties,
      createdAt: new Date(NOW_MS + 60_000).toISOString(),
      corrects: original.id,
      name: 'Lavoir du haut',
      // How it was averaged belongs to the moment it was; the place itself is kept.
      spreadM: undefined,
    })
  })

  it('[P15] is not made of what a note cannot be', () => {
    const made = { id: id(3), nowMs: NOW_MS }
    const allClear = sent({ kind: 'all-clear', fields: { scope: 'here' }, photos: [] })
    expect(correctionOf(bytesOf(toObservation(allClear, DEVICE)), made)).toBeNull()
    expect(correctionOf(bytesOf({ type: 'Feature' }), made)).toBeNull()
    expect(correctionOf(new TextEncoder().encode('{ abîmé').buffer, made)).toBeNull()
  })
})
