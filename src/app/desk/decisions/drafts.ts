import { useSessionStorage } from '@vueuse/core'
import type { Ref } from 'vue'

/**
 * Draft autosave: what somebody types survives news, another person's answer, a look at something else and a
 * reload of this tab. `null`: nothing is kept.
 */
export function useDraft(key: string): Ref<string | null> {
  return useSessionStorage<string | null>(`jalon-desk-draft:${key}`, null, {
    serializer: { read: (text) => text, write: (text) => text ?? '' },
  })
}

/** The same for a form of several members; empty when nothing is kept. */
export function useObjectDraft<T extends object>(key: string): Ref<T> {
  return useSessionStorage(`jalon-desk-draft:${key}`, {} as T, { writeDefaults: false })
}
