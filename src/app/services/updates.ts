import { shallowRef, type ShallowRef } from 'vue'
import type { Workbox } from 'workbox-window'
import { APP } from '../../contract/endpoints.ts'
import { hasServiceWorker, isOnline } from '../device/browser.ts'

export interface UpdateWatch {
  readonly ready: Readonly<ShallowRef<boolean>>
  /** It was asked for, and waits because another window records. */
  readonly held: Readonly<ShallowRef<boolean>>
  /** Installs what waits and reloads, once. Asked for by a tap, never while something is recorded. */
  readonly install: () => Promise<void>
  readonly look: () => void
}

/**
 * Registers the service worker and tells when a new version waits. Nothing is installed by itself: a
 * reload would stop a recording, and a new version would take from another window the parts that it has
 * not loaded yet (promise P22).
 */
export function watchUpdates(
  mayReload: () => boolean,
  isRecordedElsewhere: () => Promise<boolean>,
): UpdateWatch {
  const ready = shallowRef(false)
  const held = shallowRef(false)
  if (!hasServiceWorker() || import.meta.env.DEV)
    return { ready, held, install: () => Promise.resolve(), look: () => undefined }
  let workbox: Workbox | undefined
  /** Its code is fetched beside the shell: nothing on the first screen waits for it. */
  async function register(): Promise<void> {
    const { Workbox } = await import('workbox-window')
    workbox = new Workbox(`${APP.scope}service-worker.js`, { scope: APP.scope })
    workbox.addEventListener('waiting', () => (ready.value = true))
    workbox.addEventListener('controlling', ({ isUpdate }) => {
      if (isUpdate && mayReload()) location.reload()
    })
    await workbox.register()
  }
  void register().catch(() => undefined)
  return {
    ready,
    held,
    async install() {
      held.value = await isRecordedElsewhere()
      if (mayReload() && !held.value) workbox?.messageSkipWaiting()
    },
    look() {
      if (isOnline()) void workbox?.update().catch(() => undefined)
    },
  }
}
