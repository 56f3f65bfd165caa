/**
 * `npm run bench -- bad-line`: honest people on a real server. A phone with three days of work over a line that
 * is there two minutes at a time, ten phones behind one address, two thousand observations at once. Nobody may be
 * refused for good, and little may be sent twice.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createApiClient } from '../../src/app/services/api-client.ts'
import { createSyncer } from '../../src/app/sync/syncer.ts'
import { FIX_COLUMNS, FIX_FILE_MEDIA_TYPE } from '../../src/domain/observation/fix-file.ts'
import type { Observation } from '../../src/domain/observation/observation.ts'
import { invite } from '../../src/server/access/invitations.ts'
import { readConfig } from '../../src/server/config.ts'
import { startServices, stopServices } from '../../src/server/services/start-services.ts'
import { aPhoto } from '../support/photos.ts'
import { createMemoryStorage } from '../support/phone/memory-storage.ts'
import { aReport, aTerritory, aTrack, newId, TERRITORY } from '../support/records.ts'
import { startServer } from '../support/running-server.ts'
import { slowLine } from '../support/slow-line.ts'

interface Story {
  readonly name: string
  readonly phones: number
  readonly reports: number
  readonly photos: number
  readonly walks: number
  readonly bytesPerS: number
}

const STORIES: readonly Story[] = [
  { name: 'three days', phones: 1, reports: 138, photos: 150, walks: 12, bytesPerS: 20_000 },
  {
    name: 'ten phones, one address',
    phones: 10,
    reports: 20,
    photos: 15,
    walks: 1,
    bytesPerS: 60_000,
  },
  { name: 'an import', phones: 1, reports: 2_000, photos: 0, walks: 0, bytesPerS: 20_000 },
]
const [UP_S, DOWN_S] = [120, 300]
const PHOTO_BYTES = 400_000
const FIXES = 14_400
const MOST_ROUNDS = 500
/** What is cut on its way is sent once more from where it was: no more than this. */
const MOST_SENT = 1.1

const picture = (await aPhoto(1, { widthPx: 640, heightPx: 480 })).bytes
let wrong = 0
for (const story of STORIES) {
  const server = await startServer({ JALON_DEMO: '0', JALON_LOG: 'warn' })
  try {
    const codes = await openTerritory(server.dataDir, story.phones)
    const ends = await Promise.all(codes.map((code) => play(server.url, code, story)))
    for (const { received, refused, ratio, hours } of ends) {
      const isRight = received && refused === 0 && ratio < MOST_SENT
      if (!isRight) wrong++
      console.log(
        `${story.name}: ${isRight ? 'all received' : 'WRONG'}, ${refused} refused, sent ${ratio.toFixed(2)} times what there was, ${hours.toFixed(1)} h`,
      )
    }
  } finally {
    await server.dispose()
  }
}
process.exitCode = wrong === 0 ? 0 : 1

async function openTerritory(dataDir: string, phones: number): Promise<readonly string[]> {
  const config = readConfig({ JALON_DEMO: '0', JALON_LOG: 'silent', JALON_DATA: dataDir })
  const services = await startServices(config)
  await services.store.transaction((tx) => tx.territories.put(aTerritory()))
  const codes: string[] = []
  for (let i = 0; i < phones; i++) {
    codes.push((await invite(services, { territory: TERRITORY, role: 'tester' })).code)
  }
  await stopServices(services)
  return codes
}

async function play(url: string, code: string, story: Story) {
  const device = newId()
  const body = JSON.stringify({ code, device, pseudonym: 'Camille', fifteenOrOlder: true })
  const joined = await fetch(`${url}/api/invitations/redeem`, { method: 'POST', body })
  const cookie = (joined.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
  const line = slowLine({ url, cookie, bytesPerS: story.bytesPerS, upS: UP_S, downS: DOWN_S })
  const storage = createMemoryStorage()
  const bytes = await fill(storage, device, story)
  const syncer = createSyncer({
    api: createApiClient(line.fetch),
    storage,
    nowMs: () => Date.now() + line.elapsedS() * 1_000,
    random: Math.random,
    locks: { tryHold: () => Promise.resolve(() => undefined) },
    identity: () => Promise.resolve({ device, territory: TERRITORY }),
    onState: () => undefined,
    onChange: () => undefined,
  })
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await syncer.sync()
    if ((await storage.outbox.all()).every(({ state }) => state === 'received')) break
    line.wait()
  }
  const items = await storage.outbox.all()
  return {
    received: items.every(({ state }) => state === 'received'),
    refused: items.filter(({ state }) => state === 'attention').length,
    ratio: line.sentBytes() / bytes,
    hours: line.elapsedS() / 3_600,
  }
}

/** Puts all of it into the outbox; gives how many bytes that is. */
async function fill(
  storage: ReturnType<typeof createMemoryStorage>,
  device: string,
  { reports, photos, walks }: Story,
): Promise<number> {
  let sum = 0
  const put = async (record: Observation, blobs: readonly Buffer[], mediaType: string) => {
    const text = new TextEncoder().encode(JSON.stringify(record))
    const named = blobs.map((blob) => ({ ...reference(blob), mediaType }))
    sum += text.length + blobs.reduce((all, blob) => all + blob.length, 0)
    const item = {
      ...{ id: record.id, kind: record.properties.kind, territory: TERRITORY, blobs: named },
      ...{ state: 'waiting' as const, queuedAtMs: sum, attempts: 0, nextAttemptAtMs: 0 },
    }
    await storage.outbox.queue({
      records: [{ item, bytes: text.buffer }],
      blobs: blobs.map((blob, i) => ({ ...named[i]!, bytes: new Uint8Array(blob).buffer })),
    })
  }
  for (let i = 0; i < photos; i++) {
    const photo = Buffer.concat([picture, randomBytes(PHOTO_BYTES)])
    const photoReferences = [{ ...reference(photo), mediaType: 'image/jpeg' }]
    await put(aReport({ device, photos: photoReferences }), [photo], 'image/jpeg')
  }
  for (let i = 0; i < walks; i++) {
    const fixes = fixesOf(i)
    const file = { ...reference(fixes), mediaType: FIX_FILE_MEDIA_TYPE, count: FIXES }
    await put(aTrack(file, { device }), [fixes], FIX_FILE_MEDIA_TYPE)
  }
  for (let i = 0; i < reports; i++) await put(aReport({ device }), [], '')
  return sum
}

function reference(bytes: Buffer): { sha256: string; bytes: number } {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
}

/** Four hours at one fix a second. */
function fixesOf(seed: number): Buffer {
  const startMs = Date.UTC(2026, 4, 12 + seed)
  const shift = Math.random() / 100
  const rows = Array.from({ length: FIXES }, (_, i) => {
    const place = [-0.57 + shift + i * 1.1e-5, 43.76 + Math.sin(i / 300) / 1_000, 40.1]
    return [startMs + i * 1_000, ...place, 5.2, 3.1, 1.21, 91.4, i * 1_000, 1]
  })
  const head = { format: 'jalon-fixes', version: 1, columns: FIX_COLUMNS }
  return Buffer.from(JSON.stringify({ ...head, rows, gaps: [] }))
}
