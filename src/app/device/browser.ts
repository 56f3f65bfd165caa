/** What the browser says of itself and of its network. */
export const isOnline = (): boolean => navigator.onLine
/** The languages of the phone, the preferred one first. */
export const phoneLanguages = (): readonly string[] => navigator.languages
export const hasServiceWorker = (): boolean => 'serviceWorker' in navigator
