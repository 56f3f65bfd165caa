import { openApi } from '../../contract/openapi.ts'
import { PROTOCOL } from '../../contract/protocol.ts'
import type { Routes } from './routes.ts'

/** `/api/openapi.json`: the API as other programs read it. */
export const openApiRoutes: Routes = (app) => {
  let text: string | undefined
  app.get('/api/openapi.json', (c) => {
    text ??= JSON.stringify(openApi(`protocol ${PROTOCOL}`))
    return c.body(text, 200, { 'Content-Type': 'application/json' })
  })
}
