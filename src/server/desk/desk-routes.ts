import { decodeFileName } from '../review/file-name.ts'
import * as z from 'zod/mini'
import type { TrailFileAnswer } from '../../contract/desk.ts'
import { API } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import { LARGEST_FILE_BYTES } from '../../domain/formats/parsed-file.ts'
import { slug } from '../../domain/observation/observation.ts'
import english from '../../locales/en/formats.json' with { type: 'json' }
import french from '../../locales/fr/formats.json' with { type: 'json' }
import { translator } from '../../locales/translate.ts'
import { decide } from './decide.ts'
import { languageOf } from '../http/reader-language.ts'
import { readQuery } from '../http/query.ts'
import { readBytes, readJson } from '../http/request-body.ts'
import type { Routes } from '../http/routes.ts'
import { authorise } from '../access/session-cookie.ts'
import { readDeskTrail, readDeskTrails, readElsewhere } from './desk-trail.ts'
import { linesOf } from '../review/read-trail-lines.ts'
import type { DeskServices } from './desk-services.ts'

const FORMAT_WORDS = { fr: french, en: english }
const query = z.strictObject({ territory: slug })
/** A reference line of the most positions a record may hold, with room to spare. */
const DECISION_BYTES = 2_000_000
/** Says which trail has no place in the address of one trail. */
const ELSEWHERE = 'elsewhere'

/** What the office works with: the list, the evidence, and the one way to change the catalogue. */
export const deskRoutes: Routes<DeskServices> = (app, services) => {
  const { store, nowMs, evidence } = services

  app.get(API.deskTrails, async (c) => {
    const { territory } = readQuery(c, query)
    await authorise(c, services, 'read-desk', () => ({ territory }))
    c.header('Cache-Control', 'no-store')
    return c.json(await store.read((tx) => readDeskTrails(tx, territory, nowMs(), evidence.cached)))
  })

  app.get(API.deskTrail(':id'), async (c) => {
    const { territory } = readQuery(c, query)
    await authorise(c, services, 'read-desk', () => ({ territory }))
    const id = c.req.param('id') ?? ''
    c.header('Cache-Control', 'no-store')
    if (id === ELSEWHERE) return c.json(await store.read((tx) => readElsewhere(tx, territory)))
    return c.json(await store.read((tx) => readDeskTrail(tx, territory, id, nowMs(), evidence)))
  })

  app.post(API.decisions, async (c) => {
    const session = await authorise(c, services, 'decide')
    return c.json(await decide(services, session, await readJson(c, DECISION_BYTES)))
  })

  app.post(API.deskTrailFiles, async (c) => {
    const { territory } = readQuery(c, query)
    await authorise(c, services, 'decide', () => ({ territory }))
    const bytes = await readBytes(c, LARGEST_FILE_BYTES)
    const name = decodeFileName(c.req.header('X-File-Name'))
    const { file, refusal } = await services.readFile(bytes)
    if (refusal) {
      const { code, line } = refusal
      throw new Problem('not-a-trail', {
        params: { reason: code, ...(line === undefined ? {} : { line }) },
      })
    }
    const lines = linesOf(file, name)
    if (lines.length === 0)
      throw new Problem('not-a-trail', { params: { reason: 'nothing-inside' } })
    const say = translator(FORMAT_WORDS, languageOf(c, services.config.language))
    const problems = file.problems.map(({ code, count }) => ({
      code,
      count,
      message: say(`problem.${code}`, { count }),
    }))
    const answer: TrailFileAnswer = { jalon: 'trail-file', name, lines, problems }
    return c.json(answer)
  })
}
