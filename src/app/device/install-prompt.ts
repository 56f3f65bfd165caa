/** Where an app is put on the home screen by hand: what the browser calls it, and where it hides. */
export type InstallPlace = 'ios' | 'android' | 'computer'

/**
 * Which steps to show. An iPad says that it is a Macintosh; no Macintosh has a screen that is touched.
 * @param browser `navigator`, as far as it is needed
 */
export function installPlace({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'> = navigator): InstallPlace {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios'
  if (/Macintosh/.test(userAgent) && maxTouchPoints > 1) return 'ios'
  return /Android/.test(userAgent) ? 'android' : 'computer'
}

/** Opened from the home screen, not in a tab. */
export function isInstalled(): boolean {
  const isOnIosHome = (navigator as { standalone?: boolean }).standalone === true
  return isOnIosHome || matchMedia('(display-mode: standalone)').matches
}

interface InstallEvent extends Event {
  readonly prompt: () => Promise<unknown>
}

/**
 * Adapter of `beforeinstallprompt`: the browser's offer to install the app, kept until somebody takes it up.
 * Listens from when it is made: the browser offers once, early.
 */
export function createInstallOffer() {
  const listeners = new Set<() => void>()
  let offer: InstallEvent | null = null
  const set = (next: InstallEvent | null) => {
    offer = next
    listeners.forEach((listener) => listener())
  }
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    set(event as InstallEvent)
  })
  addEventListener('appinstalled', () => set(null))
  return {
    isOpen: () => offer !== null,
    accept: async () => {
      await offer?.prompt()
      set(null)
    },
    onChange(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
export type InstallOffer = ReturnType<typeof createInstallOffer>
