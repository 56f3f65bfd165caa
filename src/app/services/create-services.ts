import { createPinia } from 'pinia'
import { computed, shallowRef, type App } from 'vue'
import { ACCESS, IDENTITY_KEY, TERRITORY_KEY } from '../access/access.store.ts'
import type { Identity } from '../access/access.store.ts'
import { SETTINGS } from '../access/settings-ports.ts'
import { createApiClient } from './api-client.ts'
import { createBrowserWorld } from '../device/browser-world.ts'
import { CAPTURE } from '../capture/recording/capture-ports.ts'
import { IMPORT } from '../walk-end/import-ports.ts'
import { isRecordedSomewhere } from '../device/tab-lock.ts'
import { reencodePhoto } from '../capture/media/photo.ts'
import { CATALOGUE } from '../catalogue/catalogue.store.ts'
import { CHECKS } from '../walk-end/checks-ports.ts'
import { createChecksWorker } from '../workers/checks-client.ts'
import { DEPARTURE } from '../checklist/checklist-ports.ts'
import { createFilesWorker } from '../workers/files-client.ts'
import { FRAME } from './frame-ports.ts'
import { createWordsInUse, firstLanguage } from '../i18n/words-in-use.ts'
import { KEPT_GROUND } from '../map/offline-basemap.ts'
import type { OfflineMaps } from '../offline-maps/offline-maps.ts'
import { PACKS } from '../offline-maps/packs-ports.ts'
import { battery, freeBytes, giveFile, newId, persist, sha256Of } from '../device/phone.ts'
import { createRescue } from './rescue.ts'
import { SHELL } from './shell-ports.ts'
import { createConnection } from '../storage/connection.ts'
import { createIdbStorage } from '../storage/idb-storage.ts'
import { createReserve } from '../storage/reserve.ts'
import { SYNC } from '../sync/sync.store.ts'
import { createSyncer } from '../sync/syncer.ts'
import { createTerritoryWatch, territoryOf } from './territory.ts'
import { createToasts } from '../ui/toasts.ts'
import { WORDS } from '../ui/words.ts'
import { watchUpdates } from './updates.ts'
import { createWalkEnd } from '../walk-end/walk-end.ts'

const LANGUAGE_KEY = 'language'
/** While the app is open and has a network, look at least this often. */
const SYNC_EVERY_MS = 120_000

/** Where everything is put together: the only file that knows both the world and the stages. */
export function createPlatform() {
  const words = createWordsInUse()
  const toasts = createToasts()
  const storageTrouble = shallowRef<'blocked' | 'outdated' | 'broken' | null>(null)
  const joined = shallowRef(false)
  const syncing = shallowRef(false)
  const synced = shallowRef(false)
  const world = createBrowserWorld()
  let recording = false

  const connection = createConnection({
    onBlocked: () => (storageTrouble.value = 'blocked'),
    onOutdated: () => (storageTrouble.value = 'outdated'),
    mayClose: () => !recording,
  })
  addEventListener('pagehide', () => connection.leave())
  const storage = createIdbStorage(connection)
  const request = (path: string, init: RequestInit) => fetch(path, init)
  const api = createApiClient(request)
  const nowMs = () => Date.now()

  const changes = new Set<() => void>()
  const changed = () => changes.forEach((listener) => listener())
  const identity = async () =>
    ((await storage.settings.get(IDENTITY_KEY)) as Identity | undefined) ?? null

  const territory = createTerritoryWatch({ api, storage, nowMs, key: TERRITORY_KEY })
  /** Kept maps, fetched beside the shell: a recording needs none. */
  const maps = shallowRef<OfflineMaps | null>(null)
  async function lookAtMaps(): Promise<void> {
    const { createOfflineMaps } = await import('../offline-maps/offline-maps.ts')
    maps.value ??= createOfflineMaps({
      ...{ connection, settings: storage.settings, fetch: request },
      ...{ sha256Of, freeBytes, persist, nowMs },
    })
    await maps.value.look(territory.home.value)
  }
  const syncer = createSyncer({
    api,
    storage,
    nowMs,
    random: Math.random,
    locks: world.locks,
    identity,
    onState: ({ running, lastEnd }) => {
      syncing.value = running
      synced.value = lastEnd === 'done'
      changed()
    },
    onChange: changed,
  })
  async function sync(): Promise<void> {
    await syncer.sync()
    const known = await identity()
    if (known) await territory.look(known.territory)
    await lookAtMaps()
  }
  const sendSoon = () => void sync()

  const updates = watchUpdates(() => !recording, isRecordedSomewhere)
  const checksWorker = createChecksWorker(
    () =>
      new Worker(new URL('../../workers/checks.worker.ts', import.meta.url), { type: 'module' }),
    nowMs,
  )
  const filesWorker = createFilesWorker(
    () => new Worker(new URL('../../workers/files.worker.ts', import.meta.url), { type: 'module' }),
  )
  /** Its code is fetched when a file of a watch is brought. */
  const walkImport = async () => {
    const { createWalkImport } = await import('../walk-end/walk-import.ts')
    return createWalkImport({ storage, filesWorker, identity, newId })
  }
  const microphone = async () => {
    const { createMicrophone } = await import('../device/microphone.ts')
    return createMicrophone(navigator.mediaDevices, globalThis.MediaRecorder)
  }
  const capture = {
    storage,
    world,
    newId,
    nowMs,
    reencode: (file: Blob, takenAtMs: number) => reencodePhoto(file, takenAtMs, sha256Of),
    microphone,
    sha256: sha256Of,
    identity,
    sendSoon,
    freeBytes,
    reserve: createReserve(storage.blobs, (piece) => void crypto.getRandomValues(piece)),
    persist,
    battery,
  }

  async function useLanguage(language: 'fr' | 'en'): Promise<void> {
    await storage.settings.set(LANGUAGE_KEY, language)
    await words.use(language)
  }

  return {
    words,
    storageTrouble,
    territory,
    /** Calls back when something changed on disk. */
    onSynced: (listener: () => void) => void changes.add(listener),
    /** Told by the capture store: an update waits while this is true. */
    setRecording: (value: boolean) => void (recording = value),
    setJoined: (value: boolean) => void (joined.value = value),

    async start(): Promise<void> {
      const chosen = await storage.settings.get(LANGUAGE_KEY)
      if (storageTrouble.value === 'blocked') storageTrouble.value = null
      await words.use(firstLanguage(chosen, navigator.languages))
      territory.set(territoryOf(await storage.settings.get(TERRITORY_KEY)))
      // Not waited for: a map that is kept shows at once, and nothing else depends on it.
      void lookAtMaps().catch(() => undefined)
    },

    /** Rounds by themselves: at the start, when the network or the screen comes back, now and then. */
    keepSyncing(): void {
      addEventListener('online', sendSoon)
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState !== 'visible') return
        updates.look()
        sendSoon()
      })
      setInterval(() => {
        if (document.visibilityState === 'visible' && navigator.onLine) sendSoon()
      }, SYNC_EVERY_MS)
      sendSoon()
    },

    /** What a screen needs that is there before anything is read. */
    provideFrame(app: App): void {
      app.provide(WORDS, words.words)
      app.provide(FRAME, {
        language: words.language,
        storage: storageTrouble,
        updateReady: updates.ready,
        updateHeld: updates.held,
        update: updates.install,
        reload: () => location.reload(),
      })
    },

    provide(app: App): void {
      app.use(createPinia())
      this.provideFrame(app)
      app.provide(SHELL, {
        joined,
        syncing,
        synced,
        syncNow: sendSoon,
        mapTerritory: territory.map,
        toasts,
      })
      app.provide(ACCESS, {
        storage,
        redeem: api.redeem,
        call: api.call,
        giveFile,
        newId,
        onJoined: () => {
          joined.value = true
          sendSoon()
        },
      })
      app.provide(SETTINGS, {
        language: words.language,
        useLanguage,
      })
      app.provide(
        PACKS,
        computed(() => maps.value?.ports ?? null),
      )
      app.provide(
        KEPT_GROUND,
        computed(() => maps.value?.ground ?? null),
      )
      app.provide(DEPARTURE, async () => {
        const { createDeparture } = await import('../checklist/create-checklist.ts')
        return createDeparture({
          pack: () => maps.value?.ports.pack ?? null,
          trails: async () => (await storage.catalogue.ofKind('trail')).length,
          clockSkewMs: territory.clockSkewMs,
          compareClock: territory.compareClock,
          fetchTrails: sync,
          locate: () => world.source.once(),
          persist,
          onStored: (listener) => {
            changes.add(listener)
            return () => changes.delete(listener)
          },
        })
      })
      app.provide(CAPTURE, capture)
      app.provide(CATALOGUE, {
        storage,
        whereAmI: async () => {
          const fix = await world.source.once()
          return fix ? [fix.lon, fix.lat] : null
        },
      })
      app.provide(
        CHECKS,
        createWalkEnd({ storage, checksWorker, filesWorker, identity, newId, nowMs, sendSoon }),
      )
      app.provide(IMPORT, {
        trails: async () => (await walkImport()).trails(),
        read: async (file) => (await walkImport()).read(file),
        keep: async (recording, trail) => (await walkImport()).keep(recording, trail),
      })
      app.provide(SYNC, {
        storage,
        syncer,
        territory: async () => (await identity())?.territory ?? null,
        nowMs,
        rescue: createRescue({ storage, identity, nowMs }),
        sendDraft: async (draft) => {
          const known = await identity()
          if (!known) return false
          const { createTagging } = await import('../capture/notes/tagging.ts')
          return createTagging(capture).send(draft, known.device)
        },
        async correct(id) {
          const { correctionOf } = await import('../capture/notes/correction.ts')
          const bytes = await storage.outbox.bytes(id)
          const draft = bytes ? correctionOf(bytes, { id: newId(), nowMs: nowMs() }) : null
          if (draft) await storage.drafts.save(draft)
          return draft?.id ?? null
        },
        onChange(listener) {
          changes.add(listener)
          return () => changes.delete(listener)
        },
      })
    },

    /** The desk's world, fetched with the desk. */
    async provideDesk(app: App): Promise<void> {
      const { createBrowserDeskPorts, DESK } = await import('../desk/shell/desk-ports.ts')
      if (!app._context.provides[DESK as symbol]) app.provide(DESK, createBrowserDeskPorts(api))
    },
  }
}
