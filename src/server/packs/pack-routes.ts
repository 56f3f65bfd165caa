import { join } from 'node:path'
import { Problem } from '../../contract/problem.ts'
import { answerFile } from '../http/answer-file.ts'
import type { Routes } from '../http/routes.ts'
import type { PackServices } from './pack-services.ts'
import { packShelf } from './pack-shelf.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_EACH_TIME = 'no-cache'
const PACK_PATH = /^\/packs\/([0-9a-f]{64})\.pmtiles$/

/** `/api/territories/…/packs`: which maps there are. `/packs/…`: their bytes, by ranges, for ever. */
export const packRoutes: Routes<PackServices> = (app, { config, store }) => {
  const shelf = packShelf(join(config.dataDir, 'packs'))
  const territories = () => store.read((tx) => tx.territories.list())

  app.get('/api/territories/:id/packs', async (c) => {
    const territory = await store.read((tx) => tx.territories.get(c.req.param('id')))
    if (!territory) throw new Problem('unknown-territory')
    c.header('Cache-Control', ASK_EACH_TIME)
    return c.json({ jalon: 'packs', territory: territory.id, packs: await shelf.list(territory) })
  })

  app.get('/packs/*', async (c) => {
    const sha256 = PACK_PATH.exec(c.req.path)?.[1]
    const found = sha256 === undefined ? null : await shelf.find(sha256, territories)
    if (!found) throw new Problem('not-found')
    const { path, pack } = found
    const file = {
      ...{ source: path, bytes: pack.bytes, mediaType: 'application/vnd.pmtiles', encoded: [] },
      etag: () => Promise.resolve(`"${pack.sha256}"`),
      packed: () => null,
    }
    return answerFile(c, file, FOR_EVER)
  })
}
