import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../src/domain/observation/canonical.ts'
import { invite } from '../../src/server/access/invitations.ts'
import { readConfig } from '../../src/server/config.ts'
import { startServices, stopServices } from '../../src/server/services/start-services.ts'
import { openStore } from '../../src/server/storage/open-store.ts'
import { aDecision } from './decisions.ts'
import { fleetPhone, type FleetPhone } from './fleet-phone.ts'
import { lyingProxy, type Lie } from './lying-proxy.ts'
import { aPhoto } from './photos.ts'
import { aTerritory, newId, TERRITORY } from './records.ts'
import { startServer, type RunningServer } from './running-server.ts'
import { createRandom } from './simulator/random.ts'

export interface ChaosOptions {
  readonly seed: number
  readonly phones: number
  readonly kills: number
  readonly recordsPerPhone: number
  /** PostgreSQL when given, else SQLite. */
  readonly databaseUrl?: string
  /** Longest life of the server between two kills. */
  readonly longestLifeMs: number
}

export interface ChaosOutcome {
  readonly queued: number
  readonly receipted: number
  /** Receipted records or photos that are not there, or not as they were sent. */
  readonly lost: readonly string[]
  /** Records that the server has more than once, or that nobody sent. */
  readonly doubled: readonly string[]
  /** Records still on a phone at the end. */
  readonly leftOnPhones: number
  readonly trailsDecided: number
  /** Phones whose catalogue is not the server's. */
  readonly notConverged: number
  readonly kills: number
  readonly lies: ReadonlyMap<Lie, number>
  readonly tookMs: number
}

/**
 * A fleet of phones sends observations and photos through a lying network while the server is killed
 * again and again, and the office decides. In the end the network is honest, and everything is counted.
 */
export async function chaosStory(options: ChaosOptions): Promise<ChaosOutcome> {
  const startedAtMs = Date.now()
  const random = createRandom(options.seed)
  const environment = {
    JALON_DEMO: '0',
    JALON_LOG: 'silent',
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
  }
  const server = await startServer(environment)
  const proxy = await lyingProxy(server.port, () => random.uniform())
  try {
    const office = await openOffice(server, environment)
    const fleet: FleetPhone[] = []
    for (let i = 0; i < options.phones; i++) {
      const { cookie, device } = await office.invite()
      const chance = createRandom(options.seed * 1_000 + i)
      const random = () => chance.uniform()
      fleet.push(fleetPhone({ url: proxy.url, cookie, device, territory: TERRITORY, random }))
    }
    let working = true
    const lives = fleet.map((phone, i) =>
      livePhone(phone, options, createRandom(options.seed * 77 + i), () => working),
    )
    const deciding = office.decide(proxy.url, () => working)
    const kills = await killAgainAndAgain(server, options, () => random.uniform())
    working = false
    proxy.setMischief(0)
    await Promise.all(lives)
    const trails = await deciding
    await Promise.all(fleet.map(drain))
    await server.kill()
    const counted = await count(server, options, fleet, trails)
    return { ...counted, kills, lies: proxy.told, tookMs: Date.now() - startedAtMs }
  } finally {
    await proxy.close()
    await server.dispose()
  }
}

async function openOffice(server: RunningServer, environment: Record<string, string>) {
  const services = await startServices(readConfig({ ...environment, JALON_DATA: server.dataDir }))
  await services.store.transaction((tx) => tx.territories.put(aTerritory()))
  const { code } = await invite(services, { territory: TERRITORY, role: 'staff' })
  await stopServices(services)
  const staff = await redeem(server.url, code)
  const post = (url: string, path: string, body: unknown) =>
    fetch(url + path, {
      method: 'POST',
      headers: { Cookie: staff.cookie },
      body: JSON.stringify(body),
      redirect: 'manual',
    })
  return {
    async invite() {
      const request = { territory: TERRITORY, role: 'tester' }
      const response = await post(server.url, '/api/invitations', request)
      return redeem(server.url, ((await response.json()) as { code: string }).code)
    },
    /** Makes trails, one after the other, each until the server says so. */
    async decide(url: string, isOn: () => boolean): Promise<readonly string[]> {
      const made: string[] = []
      while (isOn()) {
        const decision = createTrail(made.length)
        while (!(await isTaken(() => post(url, '/api/desk/decisions', decision)))) await pause(30)
        made.push(decision.properties.target)
        await pause(150)
      }
      return made
    },
  }
}

function createTrail(number: number) {
  const coordinates = [
    [-0.69, 43.63],
    [-0.68, 43.64 + number / 10_000],
  ]
  const attributes = { name: `Boucle ${number}`, slug: `boucle-${number}` }
  return aDecision('create-trail', newId(), { attributes }, { type: 'LineString', coordinates })
}

async function isTaken(send: () => Promise<Response>): Promise<boolean> {
  try {
    const answer = (await (await send()).json()) as { jalon?: string; outcome?: string }
    return answer.jalon === 'decision' && ['applied', 'duplicate'].includes(answer.outcome ?? '')
  } catch {
    // Cut, refused, or a stranger's page: not taken.
    return false
  }
}

async function redeem(url: string, code: string) {
  const device = newId()
  const response = await fetch(`${url}/api/invitations/redeem`, {
    method: 'POST',
    body: JSON.stringify({ code, device, pseudonym: 'Marcheur', fifteenOrOlder: true }),
  })
  if (!response.ok) throw new Error(`Not redeemed: ${await response.text()}`)
  return { device, cookie: (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '' }
}

async function livePhone(
  phone: FleetPhone,
  { recordsPerPhone }: ChaosOptions,
  chance: ReturnType<typeof createRandom>,
  isOn: () => boolean,
): Promise<void> {
  for (let made = 0; isOn() || made < recordsPerPhone;) {
    if (made < recordsPerPhone && chance.uniform() < 0.6) {
      const photos = []
      for (let i = Math.floor(chance.uniform() * 3); i > 0; i--) {
        photos.push((await aPhoto(Math.floor(chance.uniform() * 1e9))).bytes)
      }
      await phone.queue(photos)
      made++
    }
    await phone.sync()
    await pause(20 + chance.uniform() * 80)
  }
}

async function killAgainAndAgain(
  server: RunningServer,
  { kills, longestLifeMs }: ChaosOptions,
  random: () => number,
): Promise<number> {
  for (let kill = 0; kill < kills; kill++) {
    await pause(random() * longestLifeMs)
    await server.kill()
    await server.start()
  }
  await pause(longestLifeMs / 2)
  return kills
}

/** Until nothing is left to send and a last round has fetched what there is. */
async function drain(phone: FleetPhone): Promise<void> {
  const deadline = Date.now() + 150_000
  while (Date.now() < deadline) {
    await phone.sync()
    const open = (await phone.outbox()).filter(({ state }) => state !== 'received')
    if (open.length === 0) break
    await pause(50)
  }
  await phone.sync()
}

async function count(
  server: RunningServer,
  { databaseUrl }: ChaosOptions,
  fleet: readonly FleetPhone[],
  trails: readonly string[],
) {
  const store = await openStore({ dataDir: server.dataDir, databaseUrl })
  try {
    const { stored, listed } = await store.read(async (tx) => ({
      stored: await tx.observations.query(TERRITORY, {}),
      listed: await tx.catalogue.list(TERRITORY, 'trail'),
    }))
    const hashes = new Map(stored.map((one) => [one.observation.id, one.hash]))
    const lost: string[] = []
    const sent = new Set<string>()
    let leftOnPhones = 0
    for (const phone of fleet) {
      for (const [id, text] of phone.records) {
        sent.add(id)
        const receipt = phone.receipts.get(id)
        if (receipt && hashes.get(id) !== hashOf(text)) lost.push(id)
        for (const sha256 of receipt?.blobs ?? []) {
          if (!(await isWhole(server.dataDir, sha256))) lost.push(`${id}: ${sha256}`)
        }
      }
      leftOnPhones += (await phone.outbox()).filter(({ state }) => state !== 'received').length
    }
    const ids = stored.map((one) => one.observation.id)
    const doubled = ids.filter((id, i) => ids.indexOf(id) !== i || !sent.has(id))
    const known = listed.map((trail) => trail.id).sort()
    const catalogues = await Promise.all(
      fleet.map(async (phone) =>
        (await phone.catalogue())
          .map(({ id }) => id)
          .sort()
          .join(),
      ),
    )
    const decidedTwice = known.filter((id) => !trails.includes(id))
    return {
      queued: sent.size,
      receipted: fleet.reduce((sum, phone) => sum + phone.receipts.size, 0),
      lost: [...lost, ...trails.filter((id) => !known.includes(id))],
      doubled: [...doubled, ...decidedTwice],
      leftOnPhones,
      trailsDecided: trails.length,
      notConverged: catalogues.filter((one) => one !== known.join()).length,
    }
  } finally {
    await store.close()
  }
}

async function isWhole(dataDir: string, sha256: string): Promise<boolean> {
  const file = join(dataDir, 'blobs', TERRITORY, sha256.slice(0, 2), sha256)
  const bytes = await readFile(file).catch(() => null)
  return bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256
}

function hashOf(text: string): string {
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(text)))
    .digest('hex')
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
