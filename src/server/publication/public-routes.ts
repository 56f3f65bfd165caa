import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Context } from 'hono'
import { renderSVG } from 'uqr'
import { PAGES } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import { languageOf } from '../http/reader-language.ts'
import type { Routes } from '../http/routes.ts'
import { answerTagged } from './answer-tagged.ts'
import { homePage } from './pages/home-page.ts'
import { readPage } from './pages/list-page.ts'
import { notFoundPage } from './pages/not-found-page.ts'
import { SCRIPT_PATH } from './pages/page-layout.ts'
import { pageWords } from './pages/page-words.ts'
import { PRINT_SCRIPT } from './pages/print-script.ts'
import type { PublishedCatalogue } from './published-catalogue.ts'
import { readerOf } from './pages/reader.ts'
import { readChoice } from './pages/trail-filters.ts'
import { trailPage } from './pages/trail-page.ts'
import type { PublicationServices } from './publication-services.ts'

/** The tokens are the app's own file: one look, told once. The order is that of the cascade. */
const STYLE_FILES = [
  new URL('../../look/tokens.css', import.meta.url),
  new URL('./pages/style/frame.css', import.meta.url),
  new URL('./pages/style/catalogue.css', import.meta.url),
  new URL('./pages/style/drawings.css', import.meta.url),
  new URL('./pages/style/trail.css', import.meta.url),
  new URL('./pages/style/widths.css', import.meta.url),
  new URL('./pages/style/print.css', import.meta.url),
]
const FONT_PACKAGE = '@fontsource/atkinson-hyperlegible/package.json'
const FONTS = join(dirname(createRequire(import.meta.url).resolve(FONT_PACKAGE)), 'files')
const FONT_NAME = /^atkinson-hyperlegible-latin(-ext)?-(400|700)-(normal|italic)\.woff2$/
/** Long enough for a visit, short enough for an update. */
const A_WHILE = 'public, max-age=600'
const FOR_EVER = 'public, max-age=31536000, immutable'

/** Pages for everybody, whole without any script; style, fonts and the one script come from here. */
export const publicRoutes: Routes<PublicationServices> = (app, services) => {
  const { config, pages, published } = services
  const style = STYLE_FILES.map((file) => readFileSync(file, 'utf8')).join('\n')
  const readerFor = (c: Context) =>
    readerOf(pageWords(languageOf(c, config.language)), c.req.query(), pages.parts)
  /** What `?territory=` keeps; all of it when it names nothing that is here. */
  const chosen = (c: Context, all: PublishedCatalogue) => {
    const asked = c.req.query('territory')
    if (asked === undefined || all.territories.length === 1) return all
    return all.only(asked) ?? all
  }

  app.get(PAGES.home, async (c) => {
    const all = await published()
    const shown = chosen(c, all)
    const query = c.req.query()
    const reader = readerFor(c)
    const asked = { choice: readChoice(query), page: readPage(query), reader }
    const make = () => homePage(shown, { ...asked, baseUrl: config.baseUrl }, all)
    // What people type is without number: only what they tick is worth keeping.
    if (asked.choice.q !== undefined) return answerPage(c, await make())
    const { choice, page } = asked
    const name = JSON.stringify([reader.words.language, reader.kept, choice, page])
    return answerPage(c, await pages.page(all, name, make))
  })

  app.get(PAGES.trail(':slug'), async (c) => {
    const all = chosen(c, await published())
    const slug = c.req.param('slug') ?? ''
    const entry = all.entryBySlug(slug)
    const reader = readerFor(c)
    if (!entry) {
      const territories = all.territories.map(({ territory }) => territory)
      return answerPage(c, await notFoundPage(territories, reader), 404)
    }
    return answerPage(c, await trailPage(entry, { reader, baseUrl: config.baseUrl, qrOf }))
  })

  app.get('/sentiers', (c) => c.redirect(PAGES.home, 308))
  app.get(PAGES.style, (c) => answerTagged(c, style, 'text/css; charset=utf-8', A_WHILE))
  app.get(SCRIPT_PATH, (c) =>
    answerTagged(c, PRINT_SCRIPT, 'text/javascript; charset=utf-8', A_WHILE),
  )
  app.get('/public/fonts/:file', (c) => {
    const file = c.req.param('file')
    if (!FONT_NAME.test(file)) throw new Problem('not-found')
    c.header('Cache-Control', FOR_EVER)
    c.header('Content-Type', 'font/woff2')
    return c.body(new Uint8Array(readFileSync(join(FONTS, file))))
  })
}

function answerPage(c: Context, page: string, status: 200 | 404 = 200): Response {
  c.header('Vary', 'Accept-Language')
  if (status === 404) return c.html(page, 404)
  return answerTagged(c, page, 'text/html; charset=utf-8')
}

function qrOf(address: string): string {
  return renderSVG(address, { border: 1 })
}
