import { shallowRef } from 'vue'
import type { Draft } from '../../storage/rows.ts'
import { useSaves } from '../../ui/saves.ts'

/**
 * Autosave of the draft a screen is about. Several things change it at the same time, a finger, a photo being made small,
 * a voice being heard: each changes the newest state, and the newest state is what is written (promise P16).
 */
export function useDraft(save: (draft: Draft) => Promise<unknown>) {
  const draft = shallowRef<Draft | null>(null)
  const saves = useSaves()
  let closed = false
  return {
    draft,
    /** True while the last write did not succeed. */
    failed: saves.failed,
    /** When everything asked for so far was tried. */
    done: saves.done,
    /** Resolves when the change was tried on disk; `failed` tells whether it is there. */
    change(make: (newest: Draft) => Draft): Promise<void> {
      if (!draft.value || closed) return Promise.resolve()
      draft.value = make(draft.value)
      saves.save(() => (draft.value && !closed ? save(draft.value) : Promise.resolve()))
      return saves.done()
    },
    /** It was kept, sent or thrown away: nothing that comes late may change it. */
    close: async (): Promise<Draft | null> => {
      await saves.done()
      closed = true
      return draft.value
    },
  }
}
export type DraftHandle = ReturnType<typeof useDraft>
