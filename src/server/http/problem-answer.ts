import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Problem, PROBLEMS } from '../../contract/problem.ts'
import type { Config } from '../config.ts'
import { DamagedBlob, MissingBlob } from '../storage/blobs/blobs.ts'
import { isDatabaseAway } from '../storage/database-trouble.ts'
import { codeOf } from '../error-code.ts'
import type { Env } from './routes.ts'
import { languageOf } from './reader-language.ts'
import { problemPage } from './problem-page.ts'

/** A database that went away is looked for again about as often as a phone tries. */
const RETRY_AFTER_S = 10
const FULL = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', '53100'])

/** Whatever was thrown, as a refusal that has a sentence; the unexpected is the server's own fault. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  // Counted and logged where it was found: an office that puts its backup back makes it right.
  if (error instanceof DamagedBlob || error instanceof MissingBlob)
    return new Problem('file-damaged')
  // The one who sent is gone, in the field as often as not: nobody hears this, and it is no fault of the server.
  if (error instanceof Error && error.message === 'aborted' && codeOf(error) === 'ECONNRESET') {
    return new Problem('body-stalled')
  }
  if (isDatabaseAway(error)) return new Problem('try-later')
  return new Problem(FULL.has(codeOf(error)) ? 'storage-full' : 'server-error')
}

/** A program gets `{ problem, … }`; a person who asked for a page gets a page with the sentence. */
export async function answerProblem(
  c: Context<Env>,
  problem: Problem,
  config: Config,
): Promise<Response> {
  const status = PROBLEMS[problem.code] as ContentfulStatusCode
  c.header('Cache-Control', 'no-store')
  if (problem.code === 'try-later') c.header('Retry-After', String(RETRY_AFTER_S))
  const wantsPage =
    !c.req.path.startsWith('/api/') && (c.req.header('Accept') ?? '').includes('text/html')
  if (!wantsPage) return c.json(problem.body, status)
  const language = languageOf(c, config.language)
  return c.html(problemPage(problem, language), status)
}
