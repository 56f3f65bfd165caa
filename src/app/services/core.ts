import { shallowRef } from 'vue'
import { createAccount } from '../access/account.ts'
import { newId } from '../device/crypto.ts'
import { createDevice } from '../device/device.ts'
import { createInstallOffer } from '../device/install-prompt.ts'
import { RECORDER_LOCK } from '../device/tab-lock.ts'
import { createConnection } from '../storage/connection.ts'
import { createIdbStorage } from '../storage/idb-storage.ts'
import { createApiClient, type Fetch } from './api-client.ts'
import { createTerritoryState } from './territory.ts'

/** Why what this phone keeps cannot be reached; people must act on it. */
export type StorageTrouble = 'blocked' | 'outdated' | 'broken'

/** What every other service is made of: the phone, its storage, the network, and who uses them. */
export function createCore() {
  const device = createDevice()
  const isRecording = () => device.locks.holds(RECORDER_LOCK)
  const storageTrouble = shallowRef<StorageTrouble | null>(null)
  const connection = createConnection({
    onBlocked: () => (storageTrouble.value = 'blocked'),
    onOutdated: () => (storageTrouble.value = 'outdated'),
    mayClose: () => !isRecording(),
  })
  addEventListener('pagehide', () => connection.leave())
  const storage = createIdbStorage(connection)
  const request: Fetch = (path, init) => fetch(path, init)
  const api = createApiClient(request)
  const installOffer = createInstallOffer()
  const nowMs = () => Date.now()
  const account = createAccount(storage.settings, newId)
  const territory = createTerritoryState({ api, storage, nowMs })
  return {
    ...{ device, isRecording, storageTrouble, connection, storage, request, api, nowMs },
    ...{ newId, account, identity: account.read, territory, installOffer },
  }
}
export type Core = ReturnType<typeof createCore>
