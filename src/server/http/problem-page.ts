import type { Problem } from '../../contract/problem.ts'
import english from '../../locales/en/problems.json' with { type: 'json' }
import englishServer from '../../locales/en/server.json' with { type: 'json' }
import french from '../../locales/fr/problems.json' with { type: 'json' }
import frenchServer from '../../locales/fr/server.json' with { type: 'json' }
import { translator, type Language } from '../../locales/translate.ts'
import { PAGES } from '../../contract/endpoints.ts'
import { escapeHtml } from './escape-html.ts'

/** A page that says what went wrong, in the reader's language, and the way back. */
export function problemPage(problem: Problem, language: Language): string {
  const say = translator({ fr: french, en: english }, language)
  const words = translator({ fr: frenchServer, en: englishServer }, language)
  const sentence = escapeHtml(say(problem.code, problem.body.params))
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${escapeHtml(words('page.title'))}</title>
<body style="font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem">
<p>${sentence}</p>
<p><a href="${PAGES.home}">${escapeHtml(words('page.back'))}</a></p>
</body>
</html>
`
}
