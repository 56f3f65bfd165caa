import { createApp, watch } from 'vue'
import { APP } from '../contract/endpoints.ts'
import { useAccess } from './access/access.store.ts'
import AppFrame from './App.vue'
import { useCapture } from './capture/recording/capture.store.ts'
import { useCatalogue } from './catalogue/catalogue.store.ts'
import { createPlatform } from './services/create-services.ts'
import { createAppRouter } from './router.ts'
import { useSync } from './sync/sync.store.ts'
import { focusHeading, whenHeaded } from './ui/page-heading.ts'
import './ui/base.css'
import WaitingScreen from './screens/StorageWaitView.vue'

/** What is kept is read in a fraction of it, but for a long walk that goes on. */
const PATIENCE_MS = 3_000

/** Starts the app: what is kept first, then the screen, then the network. */
async function start(): Promise<void> {
  const platform = createPlatform()
  const endWaiting = sayThatItWaits(platform)
  await platform.start().catch(() => (platform.storageTrouble.value = 'broken'))
  const app = createApp(AppFrame)
  platform.provide(app)

  const access = useAccess()
  const capture = useCapture()
  const catalogue = useCatalogue()
  const sync = useSync()
  await access.load().catch(() => undefined)
  platform.setJoined(access.identity !== null)
  watch(() => capture.isRecording, platform.setRecording)
  watch(platform.territory.summary, (summary) => (access.territory = summary))

  const first = access.identity ? (access.isStaff ? APP.desk : APP.trails) : APP.join
  const router = createAppRouter(first, () => platform.provideDesk(app))
  router.beforeEach(async (to) => {
    if (to.meta.words) await platform.words.load(to.meta.words)
  })
  router.afterEach((to, from, failure) => {
    if (failure || to.path === from.path) return
    const isFirst = from.matched.length === 0
    void whenHeaded((heading) => {
      // The desk says in its title what waits.
      if (!to.meta.desk) document.title = `${heading.textContent.trim()} · Jalon`
      if (!isFirst) focusHeading(heading)
    })
  })
  const openedAt = location.pathname
  app.use(router)
  app.config.errorHandler = (error) => {
    console.error(error)
  }
  // A walk that was interrupted goes on before anything else (promise P02).
  await capture.reopen().catch(() => false)
  if (capture.isRecording && openedAt === APP.scope) await router.replace(APP.recording)
  endWaiting()
  app.mount('#app')

  platform.onSynced(() => {
    if (catalogue.loaded) void catalogue.load()
  })
  void sync.load()
  platform.keepSyncing()
}

/** A blank page says nothing: when the phone's storage does not answer, that is told. Gives how to end it. */
function sayThatItWaits(platform: ReturnType<typeof createPlatform>): () => void {
  const app = createApp(WaitingScreen)
  platform.provideFrame(app)
  let isShown = false
  const timer = setTimeout(() => {
    isShown = true
    app.mount('#app')
  }, PATIENCE_MS)
  return () => {
    clearTimeout(timer)
    if (isShown) app.unmount()
  }
}

void start()
