import { onBeforeUnmount, onMounted } from 'vue'

/** Letters must not act while somebody writes, or with a modifier that belongs to the browser. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'))
  )
}

/** Keyboard shortcuts of a whole page: a single key runs its action, unless somebody is typing. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  const listen = (event: KeyboardEvent) => {
    const action = isTyping(event) ? undefined : actions[event.key.toLowerCase()]
    if (!action) return
    event.preventDefault()
    action()
  }
  onMounted(() => window.addEventListener('keydown', listen))
  onBeforeUnmount(() => window.removeEventListener('keydown', listen))
}
