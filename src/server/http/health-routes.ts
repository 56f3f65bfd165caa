import type { Routes } from './routes.ts'

/** For whoever watches over the server: 200 when it can read its store, 500 when not. */
export const healthRoutes: Routes = (app, { store }) => {
  app.get('/healthz', async (c) => {
    await store.read((tx) => tx.meta.get('server'))
    c.header('Cache-Control', 'no-store')
    return c.json({ jalon: 'health', ok: true })
  })
}
