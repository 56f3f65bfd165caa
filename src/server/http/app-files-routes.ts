import type { Context } from 'hono'
import english from '../../locales/en/server.json' with { type: 'json' }
import french from '../../locales/fr/server.json' with { type: 'json' }
import { APP } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import { translator } from '../../locales/translate.ts'
import { programFile } from '../program-folder.ts'
import { answerFile } from './answer-file.ts'
import type { Routes } from './routes.ts'
import { fileCatalogue, type ServedFile } from './file-catalogue.ts'
import { languageOf } from './reader-language.ts'

const APP_FOLDER = programFile('dist/app')
const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_EACH_TIME = 'no-cache'
/** A build takes less. */
const RETRY_AFTER_S = 30
/** Looking into a folder that is being filled is not for every request. */
const LOOK_AGAIN_MS = 1_000
/** What a build writes last: an app without them is not there yet. */
const LAST = ['index.html', 'service-worker.js'] as const

/** `/app/…`: the built app, its shell for every deep link. */
export const appFilesRoutes: Routes = (app, services) => appFilesOf(APP_FOLDER)(app, services)

/** The app as it was when it was first found whole: a build under way, or a later one, waits for the next start. */
export function appFilesOf(folder: string): Routes {
  return (app, { config, nowMs }) => {
    let files: ReadonlyMap<string, ServedFile> | null = wholeApp(folder)
    let lookedAtMs = nowMs()
    const found = () => {
      if (!files && nowMs() - lookedAtMs >= LOOK_AGAIN_MS) {
        lookedAtMs = nowMs()
        files = wholeApp(folder)
      }
      return files
    }
    const notYet = (c: Context) => {
      const words = translator({ fr: french, en: english }, languageOf(c, config.language))
      c.header('Retry-After', String(RETRY_AFTER_S))
      c.header('Cache-Control', 'no-store')
      return c.text(words('app-not-built'), 503)
    }

    app.get('/app', (c) => c.redirect(APP.scope, 308))
    app.get('/app/*', (c) => {
      const all = found()
      if (!all) return notYet(c)
      const name = c.req.path.slice(APP.scope.length)
      const file = all.get(name)
      if (file) return answerFile(c, file, isHashed(name) ? FOR_EVER : ASK_EACH_TIME)
      // What looks like a file but is not there must not be answered with a page.
      if (/\.\w+$/.test(name)) throw new Problem('not-found')
      return answerFile(c, all.get('index.html')!, ASK_EACH_TIME)
    })
  }
}

/** `null` while it is being built; a file may go away between being listed and being read. */
function wholeApp(folder: string): ReadonlyMap<string, ServedFile> | null {
  try {
    const files = fileCatalogue(folder)
    return LAST.every((name) => files.has(name)) ? files : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Vite puts a hash of the content into the names below `assets/`. */
function isHashed(name: string): boolean {
  return /^assets\/.+-[\w-]{8}\.\w+$/.test(name)
}
