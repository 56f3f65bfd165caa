import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from 'hono'
import { renderSVG } from 'uqr'
import { PAGES } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import { languageOf } from '../http/reader-language.ts'
import type { Routes } from '../http/routes.ts'
import { entriesOf } from './catalogue-files.ts'
import { homePage } from './pages/home-page.ts'
import { notFoundPage } from './pages/not-found-page.ts'
import { SCRIPT_PATH, STYLE_PATH } from './pages/page-layout.ts'
import { pageWords } from './pages/page-words.ts'
import { PRINT_SCRIPT } from './pages/print-script.ts'
import { publishedReader } from './read-published.ts'
import { readChoice } from './pages/trail-filters.ts'
import { trailPage } from './pages/trail-page.ts'

const HERE = import.meta.dirname
const FONTS = join(HERE, '../../../node_modules/@fontsource/atkinson-hyperlegible/files')
const FONT_NAME = /^atkinson-hyperlegible-latin(-ext)?-(400|700)-(normal|italic)\.woff2$/
const A_DAY = 'public, max-age=86400'
const FOR_EVER = 'public, max-age=31536000, immutable'

/** Pages for everybody, whole without any script; style, fonts and the one script come from here. */
export const publicRoutes: Routes = (app, services) => {
  const { config } = services
  const published = publishedReader(services)
  const style = readFileSync(join(HERE, 'pages/public.css'), 'utf8')
  const wordsFor = (c: Context) => pageWords(languageOf(c, config.language))

  app.get(PAGES.home, async (c) => {
    const page = homePage(await published(), readChoice(c.req.query()), wordsFor(c), asked(c))
    return answerPage(c, page)
  })

  app.get(PAGES.trail(':slug'), async (c) => {
    const all = await published()
    const slug = c.req.param('slug')
    const entry = entriesOf(all).find(({ trail }) => trail.properties.slug === slug)
    const words = wordsFor(c)
    if (!entry) {
      const territories = all.map(({ territory }) => territory)
      return answerPage(c, notFoundPage(territories, words, asked(c)), 404)
    }
    const { baseUrl } = config
    return answerPage(c, trailPage(entry, { words, asked: asked(c), baseUrl, qrOf }))
  })

  app.get('/sentiers', (c) => c.redirect(PAGES.home, 308))
  app.get(STYLE_PATH, (c) => answerText(c, style, 'text/css; charset=utf-8'))
  app.get(SCRIPT_PATH, (c) => answerText(c, PRINT_SCRIPT, 'text/javascript; charset=utf-8'))
  app.get('/public/fonts/:file', (c) => {
    const file = c.req.param('file')
    if (!FONT_NAME.test(file)) throw new Problem('not-found')
    c.header('Cache-Control', FOR_EVER)
    c.header('Content-Type', 'font/woff2')
    return c.body(new Uint8Array(readFileSync(join(FONTS, file))))
  })
}

/** The language is kept in links only when the reader asked for one by hand. */
function asked(c: Context): string | undefined {
  return c.req.query('lang')
}

function answerPage(c: Context, page: string, status: 200 | 404 = 200): Response {
  c.header('Cache-Control', 'no-cache')
  c.header('Vary', 'Accept-Language')
  return withEtag(c, page, 'text/html; charset=utf-8', status)
}

function answerText(c: Context, text: string, mediaType: string): Response {
  c.header('Cache-Control', A_DAY)
  return withEtag(c, text, mediaType, 200)
}

function withEtag(c: Context, text: string, mediaType: string, status: 200 | 404): Response {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  c.header('ETag', etag)
  if (status === 200 && c.req.header('If-None-Match')?.includes(etag)) return c.body(null, 304)
  c.header('Content-Type', mediaType)
  return c.body(text, status)
}

function qrOf(address: string): string {
  return renderSVG(address, { border: 1 })
}
