import { nextTick } from 'vue'

/** A screen may still be reading what it shows. */
const HEADING_WITHIN_MS = 5_000
let stopWaiting = () => {}

/** Calls back with the heading of the screen, once it has one. Asking again forgets the last question. */
export async function whenHeaded(found: (heading: HTMLElement) => void): Promise<void> {
  stopWaiting()
  let asked = true
  stopWaiting = () => (asked = false)
  await nextTick()
  const main = document.querySelector('main')
  if (!main || !asked) return
  const look = () => {
    const heading = main.querySelector('h1')
    if (!heading?.textContent?.trim()) return
    stopWaiting()
    found(heading)
  }
  const observer = new MutationObserver(look)
  const timer = setTimeout(() => stopWaiting(), HEADING_WITHIN_MS)
  stopWaiting = () => {
    observer.disconnect()
    clearTimeout(timer)
  }
  observer.observe(main, { childList: true, subtree: true, characterData: true })
  look()
}

/** A new screen is read from its heading on; whoever is already at work in it is left there. */
export function focusHeading(heading: HTMLElement): void {
  const { activeElement } = document
  const isAtWork = activeElement?.closest('main, dialog') && activeElement.id !== 'content'
  if (isAtWork) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}
