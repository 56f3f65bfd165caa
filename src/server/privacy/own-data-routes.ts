import { Readable } from 'node:stream'
import { API } from '../../contract/endpoints.ts'
import type { Routes } from '../http/routes.ts'
import { forgetSessionCookie, requireSession } from '../access/session-cookie.ts'
import { eraseOwnData, exportOwnData } from './own-data.ts'
import type { PrivacyServices } from './privacy-services.ts'

/** Everybody's right: to have what is kept about oneself, and to be forgotten. */
export const ownDataRoutes: Routes<PrivacyServices> = (app, services) => {
  app.get(API.ownData, async (c) => {
    const session = await requireSession(c, services)
    c.header('Cache-Control', 'no-store')
    c.header('Content-Disposition', 'attachment; filename="jalon.json"')
    c.header('Content-Type', 'application/json')
    const pages = bytesOf(exportOwnData(services, session))
    const bytes = Readable.toWeb(Readable.from(pages, { highWaterMark: 1 }))
    return c.body(bytes as ReadableStream)
  })

  app.delete(API.ownData, async (c) => {
    const session = await requireSession(c, services)
    await eraseOwnData(services, session)
    forgetSessionCookie(c, services)
    return c.body(null, 204)
  })
}

/** Page after page, as they are read. */
async function* bytesOf(pages: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const page of pages) yield Buffer.from(page)
}
