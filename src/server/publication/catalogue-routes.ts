import type { Context } from 'hono'
import { CATALOGUE } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import { HERITAGE_KINDS, labelOf } from '../../domain/observation/vocabularies.ts'
import { trailGpx } from '../../domain/publication/trail-gpx.ts'
import type { Routes } from '../http/routes.ts'
import { mayDo } from '../access/may-do.ts'
import { sessionOf } from '../http/session-cookie.ts'
import { answerTagged } from './answer-tagged.ts'
import {
  entriesOf,
  heritageFile,
  photosOf,
  randonneeFile,
  reportsFile,
  trailsFile,
} from './catalogue-files.ts'
import { RANDONNEE_PATH } from './randonnee-path.ts'
import { publishedReader, type PublishedTerritory } from './read-published.ts'

const GEOJSON = 'application/geo+json'
/** A photo never changes, but it may have to go (ADR 0013): nobody keeps it longer than this unasked. */
const A_DAY = 'public, max-age=86400'

/** The open catalogue: only what is published, to everybody, from every site. */
export const catalogueRoutes: Routes = (app, services) => {
  const { config, store, photos } = services
  const everything = publishedReader(services)
  /** `?territory=` keeps to one office; a territory that is not here is said to be missing. */
  const published = async (c: Context): Promise<readonly PublishedTerritory[]> => {
    const asked = c.req.query('territory')
    const all = await everything()
    if (asked === undefined) return all
    const chosen = all.filter(({ territory }) => territory.id === asked)
    if (chosen.length === 0) throw new Problem('not-found')
    return chosen
  }

  app.get(CATALOGUE.trails, async (c) =>
    answerTagged(c, trailsFile(await published(c), config.baseUrl), GEOJSON),
  )
  app.get(CATALOGUE.heritage, async (c) =>
    answerTagged(c, heritageFile(await published(c)), GEOJSON),
  )
  app.get(CATALOGUE.reports, async (c) => answerTagged(c, reportsFile(await published(c)), GEOJSON))
  app.get(RANDONNEE_PATH, async (c) =>
    answerTagged(c, randonneeFile(await published(c), config.baseUrl), 'application/json'),
  )

  app.get('/catalogue/trails/:file', async (c) => {
    const slug = /^([a-z0-9-]+)\.gpx$/.exec(c.req.param('file'))?.[1]
    const entry = entriesOf(await published(c)).find((one) => one.trail.properties.slug === slug)
    if (!entry) throw new Problem('not-found')
    const gpx = trailGpx(
      entry.trail,
      entry.heritage,
      ({ properties }) => properties.name ?? labelOf(HERITAGE_KINDS, properties.heritageKind, 'fr'),
    )
    c.header('Content-Disposition', `attachment; filename="${slug}.gpx"`)
    return answerTagged(c, gpx, 'application/gpx+xml')
  })

  app.get('/catalogue/trails/:slug/:file', async (c) => {
    const number = Number(/^v(\d{1,6})\.geojson$/.exec(c.req.param('file'))?.[1])
    if (!Number.isInteger(number)) throw new Problem('not-found')
    const session = await sessionOf(c, services)
    const found = await store.read(async (tx) => {
      for (const { id } of await tx.territories.list()) {
        const trail = await tx.catalogue.trailBySlug(id, c.req.param('slug'))
        const isOpen = trail?.properties.published && !trail.properties.deleted
        // A version of what is no longer published is for the office alone.
        if (!trail || !(isOpen || (session && mayDo(session, 'read-desk', { territory: id })))) {
          continue
        }
        const version = await tx.publications.get(id, trail.id, number)
        if (version) return version
      }
      return undefined
    })
    if (!found) throw new Problem('not-found')
    return answerTagged(c, found.bytes, GEOJSON)
  })

  app.get('/catalogue/photos/:file', async (c) => {
    const sha256 = /^([0-9a-f]{64})\.jpg$/.exec(c.req.param('file'))?.[1]
    const territory = sha256 && photosOf(await published(c)).get(sha256)
    if (!territory) throw new Problem('not-found')
    const size = c.req.query('size') === 'small' ? 'small' : 'large'
    const jpeg = await photos.jpeg(territory, sha256, size)
    if (!jpeg) throw new Problem('not-found')
    return answerTagged(c, jpeg, 'image/jpeg', A_DAY)
  })
}
