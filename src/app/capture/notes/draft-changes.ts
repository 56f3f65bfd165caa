import { omit } from 'es-toolkit/object'
import type { Stroke } from '../../../domain/observation/sketch.ts'
import type { Draft, DraftPhoto, DraftVoice } from '../../storage/rows.ts'

/** What a touch makes of a draft: each gives the draft as it is then, to be saved at once. */

export function withPhoto(draft: Draft, photo: DraftPhoto): Draft {
  const others = draft.photos.filter(({ sha256 }) => sha256 !== photo.sha256)
  return { ...draft, photos: [...others, photo] }
}

/** What was drawn on a photo goes with it. */
export function withoutPhoto(draft: Draft, sha256: string): Draft {
  return { ...draft, photos: draft.photos.filter((photo) => photo.sha256 !== sha256) }
}

export function withSketch(draft: Draft, sha256: string, strokes: readonly Stroke[]): Draft {
  const drawnOn = (photo: DraftPhoto): DraftPhoto =>
    strokes.length > 0
      ? { ...photo, sketch: { ...photo.sketch, strokes: [...strokes] } }
      : omit(photo, ['sketch'])
  const photos = draft.photos.map((photo) => (photo.sha256 === sha256 ? drawnOn(photo) : photo))
  return { ...draft, photos }
}

export function withVoice(draft: Draft, voice: DraftVoice): Draft {
  return { ...draft, voice }
}

export function withoutVoice(draft: Draft): Draft {
  return omit(draft, ['voice'])
}
