import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from '@playwright/test'
import { createTrail } from '../../src/app/desk/decisions/build-decision.ts'
import { uuidV7 } from '../../src/domain/observation/ids.ts'
import { invitation } from '../support/kill-run.ts'
import { jalon, startServer, type RunningServer } from '../support/running-server.ts'

/** What a screen may have to show: all is well, nothing yet, or the worst that people can send. */
export const WORLDS = ['good', 'empty', 'terrible'] as const
export type World = (typeof WORLDS)[number]

const TERRITORY = 'bout-du-monde'
const LONG =
  'Grande boucle de Saint-Jean-de-la-Croix-du-Bas par les fontaines miraculeuses de Chalosse'
const RING = [
  [-0.9, 43.5],
  [-0.3, 43.5],
  [-0.3, 43.9],
  [-0.9, 43.9],
  [-0.9, 43.5],
]

/** A server whose first screens show this world. */
export async function openWorld(world: World): Promise<RunningServer> {
  if (world === 'good') return startServer()
  const server = await startServer({ JALON_DEMO: '0' })
  const folder = await mkdtemp(join(tmpdir(), 'jalon-world-'))
  const file = join(folder, 'territory.json')
  await writeFile(file, JSON.stringify(territory(world)))
  await jalon(['territory', 'import', file], { JALON_DATA: server.dataDir })
  await rm(folder, { recursive: true })
  if (world === 'terrible') await makeTerrible(server)
  return server
}

function territory(world: World): unknown {
  const name =
    world === 'empty'
      ? 'Vallée neuve'
      : 'Communauté de communes des coteaux et vallées des Luys et de la Haute-Chalosse réunies'
  return {
    format: 'jalon-territory',
    version: 1,
    id: TERRITORY,
    name: { fr: name, en: name },
    office: { name: `Office de tourisme, ${name}` },
    demo: false,
    languages: ['fr', 'en'],
    outline: { type: 'Polygon', coordinates: [RING] },
    communes: [],
    map: { centre: [-0.6, 43.7], zoom: 10, services: [] },
    licence: { name: 'Licence Ouverte 2.0', url: 'https://www.etalab.gouv.fr/licence-ouverte' },
  }
}

/** Forty trails with endless names, one with a broken line; three hundred hostile observations on it. */
async function makeTerrible(server: RunningServer): Promise<void> {
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const page = await browser.newPage({ locale: 'fr-FR' })
  await page.goto(await invitation(server.dataDir, server.url, 'staff'))
  await page
    .getByLabel('Votre pseudonyme')
    .fill('Jean-Baptiste-Maximilien de la Haute-Chalosse et des environs')
  await page.getByLabel('J’ai 15 ans ou plus.').check()
  await page.getByRole('button', { name: 'Commencer' }).click()
  await page.getByRole('heading', { name: 'À décider' }).waitFor()
  const making = { newId, nowMs: () => Date.now(), territory: TERRITORY }
  const decisions = Array.from({ length: 40 }, (_, i) =>
    createTrail(
      making,
      { name: `${LONG}, n° ${i + 1}`, slug: `boucle-${i + 1}` },
      {
        coordinates: brokenLine(i),
      },
    ),
  )
  const trail = decisions[0]!.properties.target
  await page.evaluate(
    async ({ decisions, records }) => {
      const send = async (path: string, body: unknown) => {
        const answer = await fetch(path, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        })
        if (!answer.ok) throw new Error(`${path} ${answer.status} ${await answer.text()}`)
        return (await answer.json()) as Record<string, string>
      }
      for (const decision of decisions) await send('/api/desk/decisions', decision)
      const read = async (path: string) =>
        (await (await fetch(path)).json()) as Record<string, string>
      const { device } = await read('/api/session')
      const { epoch } = await read('/api/info')
      for (let from = 0; from < records.length; from += 100) {
        const batch = records
          .slice(from, from + 100)
          .map((one) => ({ ...one, properties: { ...one.properties, device } }))
        await send('/api/push', {
          protocol: 1,
          device,
          epoch,
          sentAt: new Date().toISOString(),
          records: batch,
        })
      }
    },
    { decisions, records: Array.from({ length: 300 }, (_, i) => hostileRecord(i, trail)) },
  )
  await browser.close()
}

const newId = () => {
  const random = new Uint8Array(10)
  crypto.getRandomValues(random)
  return uuidV7(Date.now(), random)
}

/** Repeated points, a spike, and a jump of two kilometres. */
function brokenLine(i: number): number[][] {
  const [lon, lat] = [-0.85 + (i % 10) * 0.05, 43.55 + Math.floor(i / 10) * 0.08]
  return Array.from({ length: 60 }, (_, k) => [
    lon + k * 0.0005 + (k > 40 ? 0.02 : 0),
    lat + Math.sin(k / 6) * 0.004 + (k === 20 ? 0.01 : 0),
  ]).concat([
    [lon, lat],
    [lon, lat],
  ])
}

function hostileRecord(i: number, trail: string) {
  const isPoint = i % 2 === 0
  return {
    type: 'Feature',
    // One in twenty comes from a version that does not exist yet.
    id: i % 20 === 19 ? randomUUID() : newId(),
    geometry: { type: 'Point', coordinates: [-0.85 + i * 0.0001, 43.55] },
    properties: {
      schema: i % 20 === 19 ? 9 : 1,
      kind: isPoint ? 'heritage-point' : 'trail-report',
      territory: TERRITORY,
      trail,
      createdAt: new Date(Date.now() - i * 3_600_000).toISOString(),
      photos: [],
      text: `Sans-espace-${'x'.repeat(300)} ${'mot '.repeat(100)}`,
      ...(isPoint
        ? { heritageKind: 'lavoir', name: `${LONG} ${i}` }
        : { category: 'securite', magnitude: 2 }),
    },
  }
}
