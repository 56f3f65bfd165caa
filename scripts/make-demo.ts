/**
 * Draws the demonstration territory again: `npx node scripts/make-demo.ts [FOLDER]`. Seeded: the same
 * script gives the same files, except that another version of the picture library may compress the
 * drawings differently.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawOutline } from './demo/draw-outline.ts'
import { Ledger, TERRITORY, TODAY_MS } from './demo/ledger.ts'
import { makeMap } from './demo/make-map.ts'
import { PEOPLE, type Person } from './demo/people.ts'
import { makeTerrainTiles } from './demo/make-terrain.ts'
import { drawPictures } from './demo/pictures.ts'
import { tellStory } from './demo/story.ts'

const SOURCE = join(import.meta.dirname, '../data/demo')

interface Commune {
  readonly code: string
  readonly name: string
  readonly centre: [number, number]
}

async function main(folder: string): Promise<void> {
  const communes = JSON.parse(await readFile(join(SOURCE, 'communes.json'), 'utf8')) as Commune[]
  const ledger = new Ledger()
  tellStory(ledger, await drawPictures(ledger))
  const people = (Object.keys(PEOPLE) as Person[]).map((person) => ({
    ...ledger.people[person],
    createdAt: new Date(ledger.at(500)).toISOString(),
    ...PEOPLE[person],
  }))
  const blobs = join(folder, 'blobs')
  await rm(blobs, { recursive: true, force: true })
  await mkdir(blobs, { recursive: true })
  for (const [sha256, { bytes, ending }] of ledger.blobs) {
    await writeFile(join(blobs, `${sha256}.${ending}`), bytes)
  }
  const lines = [...ledger.lines].sort(
    (a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt),
  )
  const log = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  await writeFile(join(folder, 'log.ndjson'), log)
  await write(folder, 'people.json', { today: new Date(TODAY_MS).toISOString(), people })
  const territory = territoryFile(communes)
  await write(folder, 'territory.json', territory)
  await writeFile(join(folder, 'map.pmtiles'), makeMap(communes, territory.outline))
  const terrain = await makeTerrainTiles(communes.map(({ centre }) => centre))
  await writeFile(join(folder, 'terrain.pmtiles'), terrain)
}

function territoryFile(communes: readonly Commune[]) {
  return {
    format: 'jalon-territory',
    version: 1,
    id: TERRITORY,
    name: { fr: 'Landes Chalosse (démonstration)', en: 'Landes Chalosse (demonstration)' },
    office: { name: 'Office de tourisme de démonstration' },
    demo: true,
    languages: ['fr', 'en'],
    outline: drawOutline(communes.map(({ centre }) => centre)),
    communes,
    map: { centre: [-0.66, 43.67], zoom: 10, services: [] },
    trimEndsM: 200,
    licence: {
      name: 'Licence Ouverte 2.0',
      url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    },
  }
}

async function write(folder: string, name: string, value: object): Promise<void> {
  await writeFile(join(folder, name), `${JSON.stringify(value, null, 1)}\n`)
}

await main(process.argv[2] ?? SOURCE)
