import { APP } from '../../contract/endpoints.ts'

/** Adapter of the Service Worker API: the shell is in the precache and a service worker answers for it. */
export async function isOfflineReady(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false
  const registration = await navigator.serviceWorker.getRegistration(APP.scope)
  return registration?.active?.state === 'activated'
}
