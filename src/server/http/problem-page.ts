import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Problem } from '../../contract/problem.ts'
import english from '../../locales/en/problems.json' with { type: 'json' }
import englishServer from '../../locales/en/server.json' with { type: 'json' }
import french from '../../locales/fr/problems.json' with { type: 'json' }
import frenchServer from '../../locales/fr/server.json' with { type: 'json' }
import { translator, type Language } from '../../locales/translate.ts'
import { PAGES } from '../../contract/endpoints.ts'

/** A page that says what went wrong, in the reader's language, and the way back. */
export function problemPage(
  problem: Problem,
  language: Language,
): HtmlEscapedString | Promise<HtmlEscapedString> {
  const say = translator({ fr: french, en: english }, language)
  const words = translator({ fr: frenchServer, en: englishServer }, language)
  const sentence = say(problem.code, problem.body.params)
  return html`<!doctype html>
    <html lang="${language}">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>${words('page.title')}</title>
      <link rel="stylesheet" href="${PAGES.style}" />
      <body>
        <main class="problem">
          <h1>${sentence}</h1>
          <p><a class="button first" href="${PAGES.home}">${words('page.back')}</a></p>
        </main>
      </body>
    </html> `
}
