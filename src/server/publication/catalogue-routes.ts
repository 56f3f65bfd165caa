import { join } from 'node:path'
import type { Context } from 'hono'
import { CATALOGUE } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import { HERITAGE_KINDS, labelOf } from '../../domain/observation/vocabularies.ts'
import { trailGpx } from '../../domain/publication/trail-gpx.ts'
import type { Routes } from '../http/routes.ts'
import { mayDo } from '../access/may-do.ts'
import { sessionOf } from '../access/session-cookie.ts'
import { answerTagged } from './answer-tagged.ts'
import { heritageFile, randonneeFile, reportsFile, trailsFile } from './catalogue-files.ts'
import { preparedFiles } from './prepared-files.ts'
import { RANDONNEE_PATH } from './randonnee-path.ts'
import type { PublishedCatalogue } from './published-catalogue.ts'
import type { PublicationServices } from './publication-services.ts'

const GEOJSON = 'application/geo+json'
/** A photo never changes, but it may have to go (ADR 0013): nobody keeps it longer than this unasked. */
const A_DAY = 'public, max-age=86400'

interface OpenFile {
  readonly name: string
  readonly mediaType: string
  readonly pieces: (all: PublishedCatalogue) => Iterable<string>
}

/** The open catalogue: only what is published, to everybody, from every site. */
export const catalogueRoutes: Routes<PublicationServices> = (app, services) => {
  const { config, store, photos, published } = services
  const { baseUrl } = config
  const prepared = preparedFiles(join(config.dataDir, 'open-data'))

  /** `?territory=` keeps to one office; a territory that is not here is said to be missing. */
  const answer = async (c: Context, { name, mediaType, pieces }: OpenFile): Promise<Response> => {
    const asked = c.req.query('territory')
    const all = await published()
    if (asked === undefined)
      return prepared.answer(c, name, all, { mediaType, pieces: () => pieces(all) })
    const one = all.only(asked)
    if (!one) throw new Problem('not-found')
    const made = { mediaType, pieces: () => pieces(one) }
    return prepared.answer(c, `${asked}.${name}`, one.territories[0]!, made)
  }
  const files: Readonly<Record<string, OpenFile>> = {
    [CATALOGUE.trails]: {
      ...{ name: 'trails.geojson', mediaType: GEOJSON },
      pieces: (all) => trailsFile(all, baseUrl),
    },
    [CATALOGUE.heritage]: {
      ...{ name: 'heritage.geojson', mediaType: GEOJSON, pieces: heritageFile },
    },
    [CATALOGUE.reports]: {
      ...{ name: 'reports.geojson', mediaType: GEOJSON, pieces: reportsFile },
    },
    [RANDONNEE_PATH]: {
      ...{ name: 'schema_randonnee.json', mediaType: 'application/json' },
      pieces: (all) => randonneeFile(all, baseUrl),
    },
  }
  for (const [path, file] of Object.entries(files)) app.get(path, (c) => answer(c, file))

  app.get('/catalogue/trails/:file', async (c) => {
    const slug = /^([a-z0-9-]+)\.gpx$/.exec(c.req.param('file'))?.[1] ?? ''
    const entry = (await published()).entryBySlug(slug)
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
    const territory = sha256 && (await published()).territoryOfPhoto(sha256)
    if (!territory) throw new Problem('not-found')
    const size = c.req.query('size') === 'small' ? 'small' : 'large'
    const jpeg = await photos.jpeg(territory, sha256, size)
    if (!jpeg) throw new Problem('not-found')
    return answerTagged(c, jpeg, 'image/jpeg', A_DAY)
  })
}
