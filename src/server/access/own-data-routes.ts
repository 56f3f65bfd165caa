import { API } from '../../contract/endpoints.ts'
import type { Routes } from '../http/routes.ts'
import { forgetSessionCookie, requireSession } from '../http/session-cookie.ts'
import { eraseOwnData, exportOwnData } from './own-data.ts'

/** Everybody's right: to have what is kept about oneself, and to be forgotten. */
export const ownDataRoutes: Routes = (app, services) => {
  app.get(API.ownData, async (c) => {
    const session = await requireSession(c, services)
    c.header('Cache-Control', 'no-store')
    c.header('Content-Disposition', 'attachment; filename="jalon.json"')
    return c.json(await exportOwnData(services, session))
  })

  app.delete(API.ownData, async (c) => {
    const session = await requireSession(c, services)
    await eraseOwnData(services, session)
    forgetSessionCookie(c, services)
    return c.body(null, 204)
  })
}
