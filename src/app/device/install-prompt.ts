/** Where an app is put on the home screen by hand: what the browser calls it, and where it hides. */
export type InstallPlace = 'ios' | 'android' | 'computer'

/**
 * Which steps to show. An iPad says that it is a Macintosh; no Macintosh has a screen that is touched.
 * @param browser `navigator`, as far as it is needed
 */
export function installPlace({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): InstallPlace {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios'
  if (/Macintosh/.test(userAgent) && maxTouchPoints > 1) return 'ios'
  return /Android/.test(userAgent) ? 'android' : 'computer'
}

/** Opened from the home screen, not in a tab. */
export function isInstalled(): boolean {
  const isOnIosHome = (navigator as { standalone?: boolean }).standalone === true
  return isOnIosHome || matchMedia('(display-mode: standalone)').matches
}
