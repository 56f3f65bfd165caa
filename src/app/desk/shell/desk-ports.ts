import { inject, type InjectionKey } from 'vue'
import type { NewId } from '../../../domain/observation/ids.ts'
import { newId } from '../../device/crypto.ts'
import type { ApiClient } from '../../services/api-client.ts'
import { createDeskApi, type DeskApi } from './desk-api.ts'
import { browserPage, liveUpdates, type Tell } from './live-updates.ts'

/** All of the outside world that the desk touches. `platform.ts` provides it under `DESK`. */
export interface DeskPorts {
  readonly api: DeskApi
  readonly newId: NewId
  readonly nowMs: () => number
  /** Calls back when the server says that something has changed; gives back how to stop listening. */
  readonly onServerChange: (tell: Tell) => () => void
  /** Fetches the page again: the app may have been updated meanwhile. */
  readonly reload: () => void
  /** Where invitation links lead, such as `https://sentiers.exemple.fr`. */
  readonly origin: string
}

export const DESK: InjectionKey<DeskPorts> = Symbol('desk')

export function useDesk(): DeskPorts {
  const ports = inject(DESK)
  if (!ports) throw new Error('No desk was provided: app.provide(DESK, …) is missing.')
  return ports
}

/** The desk's ports in a real browser. */
export function createBrowserDeskPorts(client: Pick<ApiClient, 'call'>): DeskPorts {
  return {
    api: createDeskApi(client),
    newId,
    nowMs: () => Date.now(),
    onServerChange: liveUpdates(browserPage()),
    reload: () => location.reload(),
    origin: location.origin,
  }
}
