import type { Routes } from './routes.ts'

/** A store that takes longer than this to say one word is as good as away. */
const PATIENCE_MS = 3_000

/** For whoever watches over the server: 200 when it can read its store, 503 when not. */
export const healthRoutes: Routes = (app, { store, log }) => {
  app.get('/healthz', async (c) => {
    const reading = store
      .read((tx) => tx.meta.get('server'))
      .then(
        () => true,
        (error: unknown) => {
          log.error({ err: error }, 'the store cannot be read')
          return false
        },
      )
    const ok = await Promise.race([reading, after(PATIENCE_MS)])
    c.header('Cache-Control', 'no-store')
    return c.json({ jalon: 'health', ok }, ok ? 200 : 503)
  })
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref())
}
