import { describe, expect, it } from 'vitest'
import { heardState, recordState } from '../../../../src/app/capture/recording/record-words.ts'
import type { RecorderView } from '../../../../src/app/capture/recording/recorder.ts'
import field from '../../../../src/locales/fr/field.json' with { type: 'json' }
import { figures } from '../../../../src/locales/figures.ts'
import { translator } from '../../../../src/locales/translate.ts'

const words = {
  language: 'fr' as const,
  figures: figures('fr'),
  t: translator({ fr: { field }, en: {} }, 'fr'),
}
const LAST = { lon: -0.57, lat: 43.76, accuracyM: 5, atMs: 0 }
function view(change: Partial<RecorderView>, alarm: 'silent' | null = null): RecorderView {
  const state = { phase: 'recording', alarm, last: LAST }
  return {
    state,
    storageFailing: false,
    unsaved: 0,
    coarse: false,
    silentMs: 0,
    ...change,
  } as never
}

describe('the state of a recording, for those who listen', () => {
  it('[P04] a lost signal is said once, however long it lasts', () => {
    const [soon, later] = [15_000, 75_000].map((silentMs) => view({ silentMs }, 'silent'))
    expect(recordState(soon!, words).word).not.toBe(recordState(later!, words).word)
    expect(heardState(soon!, words)).toBe(heardState(later!, words))
    expect(heardState(soon!, words)).toMatch(/^Signal perdu\. Aucun point ne vient/)
  })

  it('a phone that no longer writes is said once, however many points wait', () => {
    const [few, many] = [3, 40].map((unsaved) => view({ unsaved, storageFailing: true }))
    expect(recordState(few!, words).help).not.toBe(recordState(many!, words).help)
    expect(heardState(few!, words)).toBe(heardState(many!, words))
  })

  it('says nothing more than the word when all is well', () => {
    expect(heardState(view({}), words)).toBe('Enregistre')
  })
})
