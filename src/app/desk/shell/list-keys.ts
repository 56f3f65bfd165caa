import { useLocalStorage } from '@vueuse/core'
import { onBeforeUnmount, onMounted, type Ref } from 'vue'

/** Inputs whose own keys are not letters: a shortcut may act while one of them has the focus. */
const KEYLESS = 'input[type=checkbox], input[type=radio], input[type=file], input[type=button]'

/** Letters must not act while somebody writes, or with a modifier that belongs to the browser. */
function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  const { target } = event
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('textarea, select')) return true
  // Arrows choose between radio buttons.
  return target.matches('input') && !(target.matches(KEYLESS) && event.key.length === 1)
}

/** Whether single letters act; each browser remembers it (WCAG 2.1.4). */
export function useSingleKeys(): Ref<boolean> {
  return useLocalStorage('jalon-desk-single-keys', true)
}

/**
 * Keyboard shortcuts of a whole page: a key runs its action, unless somebody is typing. Single letters can be
 * switched off, because a voice command or a shaking hand presses them too; arrows and Enter stay.
 */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  const letters = useSingleKeys()
  const listen = (event: KeyboardEvent) => {
    if (event.key.length === 1 && !letters.value) return
    const action = isTyping(event) ? undefined : actions[event.key.toLowerCase()]
    if (!action) return
    event.preventDefault()
    action()
  }
  onMounted(() => window.addEventListener('keydown', listen))
  onBeforeUnmount(() => window.removeEventListener('keydown', listen))
}
