import { shallowRef, type ShallowRef } from 'vue'
import { Workbox } from 'workbox-window'
import { APP } from '../contract/endpoints.ts'

export interface UpdateWatch {
  readonly ready: Readonly<ShallowRef<boolean>>
  /** Installs what waits and reloads, once. Asked for by a tap, never while something is recorded. */
  readonly install: () => void
  readonly look: () => void
}

/**
 * Registers the service worker and tells when a new version waits. Nothing is installed by itself: a
 * reload would stop a recording (promise P22).
 */
export function watchUpdates(mayReload: () => boolean): UpdateWatch {
  const ready = shallowRef(false)
  if (!('serviceWorker' in navigator) || import.meta.env.DEV)
    return { ready, install: () => undefined, look: () => undefined }
  const workbox = new Workbox(`${APP.scope}service-worker.js`, { scope: APP.scope })
  workbox.addEventListener('waiting', () => (ready.value = true))
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    if (isUpdate && mayReload()) location.reload()
  })
  void workbox.register().catch(() => undefined)
  return {
    ready,
    install() {
      if (mayReload()) workbox.messageSkipWaiting()
    },
    look() {
      if (navigator.onLine) void workbox.update().catch(() => undefined)
    },
  }
}
