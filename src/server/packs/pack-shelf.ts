import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bbox } from '@turf/turf'
import { mapPack, type MapPack } from '../../contract/packs.ts'
import type { Territory } from '../../domain/catalogue/territory.ts'
import { SHA_256, SLUG } from '../../domain/observation/ids.ts'
import { programFile } from '../program-folder.ts'
import { readPack } from './read-pack.ts'

/** The demonstration's own map, made by `scripts/make-demo.ts`. */
const DEMO_MAP = programFile('data/demo/map.pmtiles')

/** The packs of a server: `packs/<territory>/<sha256>.pmtiles`, each with its manifest beside it. */
export interface PackShelf {
  /** The newest of each kind; a demonstration has its own when it was given none. */
  readonly list: (territory: Territory) => Promise<readonly MapPack[]>
  /** Where the bytes of a pack lie. */
  readonly find: (
    sha256: string,
    territories: () => Promise<readonly Territory[]>,
  ) => Promise<{ readonly path: string; readonly pack: MapPack } | null>
  /** Takes a file that was read into the shelf, and takes the one it replaces away. */
  readonly put: (territory: string, path: string, pack: MapPack) => Promise<void>
  /** Takes every pack of a territory away; gives how many there were. */
  readonly clear: (territory: string) => Promise<number>
}

export function packShelf(folder: string, demoMap = DEMO_MAP): PackShelf {
  let demo: Promise<MapPack | null> | undefined

  async function stored(territory: string): Promise<readonly MapPack[]> {
    if (!SLUG.test(territory)) return []
    const names = await readdir(join(folder, territory)).catch(() => [])
    const manifests = names.filter((name) => name.endsWith('.json'))
    const packs = await Promise.all(
      manifests.map((name) => readManifest(join(folder, territory, name))),
    )
    return packs.filter((pack) => pack !== null)
  }

  async function list(territory: Territory): Promise<readonly MapPack[]> {
    const own = await stored(territory.id)
    if (own.length > 0 || !territory.demo) return own
    demo ??= readPack(demoMap, { territory: boxOf(territory) }).catch(() => null)
    const pack = await demo
    return pack ? [pack] : []
  }

  async function clear(territory: string): Promise<number> {
    const packs = await stored(territory)
    await rm(join(folder, territory), { recursive: true, force: true })
    return packs.length
  }

  return {
    list,
    async find(sha256, territories) {
      if (!SHA_256.test(sha256)) return null
      for (const territory of await territories()) {
        const packs = await list(territory)
        const pack = packs.find((one) => one.sha256 === sha256)
        if (!pack) continue
        const isOwn = (await stored(territory.id)).some((one) => one.sha256 === sha256)
        const path = isOwn ? join(folder, territory.id, `${sha256}.pmtiles`) : demoMap
        return { path, pack }
      }
      return null
    },
    async put(territory, path, pack) {
      const home = join(folder, territory)
      await mkdir(home, { recursive: true })
      const target = join(home, `${pack.sha256}.pmtiles`)
      await copyFile(path, `${target}.part`)
      await rename(`${target}.part`, target)
      // The manifest last: a pack without one is not offered.
      await writeFile(join(home, `${pack.sha256}.json`), JSON.stringify(pack), { flush: true })
      for (const name of await readdir(home)) {
        if (!name.startsWith(pack.sha256)) await rm(join(home, name), { force: true })
      }
    },
    clear,
  }
}

async function readManifest(path: string): Promise<MapPack | null> {
  try {
    const parsed = mapPack.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** The box of a territory's outline, degrees. */
export function boxOf({ outline }: Pick<Territory, 'outline'>): MapPack['bounds'] {
  const [west, south, east, north] = bbox(outline)
  return [west, south, east, north]
}
