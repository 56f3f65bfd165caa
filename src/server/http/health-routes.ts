import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Routes } from './routes.ts'

/** What takes longer than this to say one word is as good as away. */
const PATIENCE_MS = 3_000
/** Anybody may ask. */
const PROBE_EVERY_MS = 1_000
/** A block of any disk: a file without bytes can be made on one that is full. */
const PROBE = Buffer.alloc(4_096, ' ')

/** For whoever watches over the server: 200 when it can read its store and write to its folder, 503 when not. */
export const healthRoutes: Routes = (app, { config, store, log }) => {
  const reading = () => store.read((tx) => tx.meta.get('server'))
  let probe: { readonly atMs: number; readonly isDone: Promise<void> } | null = null
  /** However often it is asked, the disk is written to once in a while. */
  const writing = () => {
    const atMs = performance.now()
    if (!probe || atMs - probe.atMs > PROBE_EVERY_MS) probe = { atMs, isDone: write() }
    return probe.isDone
  }
  /** The folder of an unmounted disk, a full one, one that became read-only: uploads would fail. */
  const write = async () => {
    const file = join(config.dataDir, `.health-${randomUUID()}`)
    try {
      await writeFile(file, PROBE)
    } finally {
      await rm(file, { force: true })
    }
  }
  const works = async (what: string, work: () => Promise<unknown>): Promise<boolean> => {
    const done = work().then(
      () => true,
      (error: unknown) => {
        log.error({ err: error }, `the ${what} does not work`)
        return false
      },
    )
    return Promise.race([done, after(PATIENCE_MS)])
  }

  app.get('/healthz', async (c) => {
    const [canRead, canWrite] = await Promise.all([
      works('store', reading),
      works('data folder', writing),
    ])
    const failing = [...(canRead ? [] : ['store']), ...(canWrite ? [] : ['folder'])]
    const ok = failing.length === 0
    c.header('Cache-Control', 'no-store')
    return c.json({ jalon: 'health', ok, ...(ok ? {} : { failing }) }, ok ? 200 : 503)
  })
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref())
}
