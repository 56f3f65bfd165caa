import { createPinia } from 'pinia'
import { createApp, type App } from 'vue'
import type { Router } from 'vue-router'
import { APP } from '../contract/endpoints.ts'
import { useAccess } from './access/access.store.ts'
import AppFrame from './App.vue'
import { useCapture } from './capture/recording/capture.store.ts'
import { createAppRouter } from './router.ts'
import StorageWaitView from './screens/StorageWaitView.vue'
import { SERVICES, type AppServices } from './services/app-services.ts'
import { createServices } from './services/create-services.ts'
import { useSync } from './sync/sync.store.ts'
import './ui/base.css'
import { focusHeading, whenHeaded } from './ui/page-heading.ts'
import { WORDS } from './ui/words.ts'

/** What is kept is read in a fraction of it, but for a long walk that goes on. */
const PATIENCE_MS = 3_000

/** Starts the app: what is kept first, then the screen, then the network. */
async function start(): Promise<void> {
  const { services, loadWords, ...lifecycle } = createServices()
  const endWaiting = sayThatItWaits(services)
  await lifecycle.start()
  const app = provide(createApp(AppFrame), services).use(createPinia())
  const [access, capture] = [useAccess(), useCapture()]

  const first = access.identity ? (access.isStaff ? APP.desk : APP.trails) : APP.join
  const router = createAppRouter(first, deskProvider(app, services))
  router.beforeEach(async (to) => {
    if (to.meta.words) await loadWords(to.meta.words)
  })
  announcePages(router)
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

  void useSync().load()
  lifecycle.keepUpToDate()
}

function provide(app: App, services: AppServices): App {
  return app.provide(SERVICES, services).provide(WORDS, services.words)
}

/** The desk's own services, fetched with the desk. */
function deskProvider(app: App, { api }: AppServices): () => Promise<void> {
  let given = false
  return async () => {
    const { createBrowserDeskPorts, DESK } = await import('./desk/shell/desk-ports.ts')
    if (!given) app.provide(DESK, createBrowserDeskPorts(api))
    given = true
  }
}

/** For those who do not see: each screen is named in the title, and read aloud from its heading. */
function announcePages(router: Router): void {
  router.afterEach((to, from, failure) => {
    if (failure || to.path === from.path) return
    const isFirst = from.matched.length === 0
    void whenHeaded((heading) => {
      // The desk says in its title what waits.
      if (!to.meta.desk) document.title = `${heading.textContent.trim()} · Jalon`
      if (!isFirst) focusHeading(heading)
    })
  })
}

/** A blank page says nothing: when the phone's storage does not answer, that is told. Gives how to end it. */
function sayThatItWaits(services: AppServices): () => void {
  const app = provide(createApp(StorageWaitView), services)
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
