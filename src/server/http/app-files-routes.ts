import { join } from 'node:path'
import english from '../../locales/en/server.json' with { type: 'json' }
import french from '../../locales/fr/server.json' with { type: 'json' }
import { APP } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import { translator } from '../../locales/translate.ts'
import { answerFile } from './answer-file.ts'
import type { Routes } from './routes.ts'
import { fileCatalogue } from './file-catalogue.ts'
import { languageOf } from './reader-language.ts'

const APP_FOLDER = join(import.meta.dirname, '../../../dist/app')
const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_EACH_TIME = 'no-cache'

/** `/app/…`: the built app, its shell for every deep link. */
export const appFilesRoutes: Routes = (app, services) => {
  const { config } = services
  const files = fileCatalogue(APP_FOLDER)

  app.get('/app', (c) => c.redirect(APP.scope, 308))
  app.get('/app/*', (c) => {
    const name = c.req.path.slice(APP.scope.length)
    const file = files.get(name)
    if (file) return answerFile(c, file, isHashed(name) ? FOR_EVER : ASK_EACH_TIME)
    // What looks like a file but is not there must not be answered with a page.
    if (/\.\w+$/.test(name)) throw new Problem('not-found')
    const shell = files.get('index.html')
    if (shell) return answerFile(c, shell, ASK_EACH_TIME)
    const words = translator({ fr: french, en: english }, languageOf(c, config.language))
    return c.text(words('app-not-built'), 503)
  })
}

/** Vite puts a hash of the content into the names below `assets/`. */
function isHashed(name: string): boolean {
  return /^assets\/.+-[\w-]{8}\.\w+$/.test(name)
}
