import { createHash } from 'node:crypto'
import { applyDecision } from '../../../src/domain/catalogue/apply-decision.ts'
import type { Decision } from '../../../src/domain/catalogue/decision.ts'
import type { TrailEntity } from '../../../src/domain/catalogue/entity.ts'
import { decide } from '../../../src/server/desk/decide.ts'
import { readWalks } from '../../../src/server/evidence/trail-evidence.ts'
import { freezePublication } from '../../../src/server/publication/freeze-publication.ts'
import { aPhoto } from '../../support/photos.ts'
import { aVoice } from '../../support/voices.ts'
import {
  aHeritagePoint,
  aReport,
  aTrack,
  AT,
  hashOf,
  newId,
  TERRITORY,
} from '../../support/records.ts'
import type { Phone, TestServer } from '../../support/test-server.ts'

/** What the person wrote: it must be nowhere when all is done. */
export const WORDS = {
  onPoint: 'CONFIDENCE-A',
  onReport: 'CONFIDENCE-B',
  keptAside: 'CONFIDENCE-C',
  waiting: 'CONFIDENCE-D',
  alt: 'CONFIDENCE-E',
  unknown: 'CONFIDENCE-F',
} as const
export const OTHERS_WORDS = 'Vu aussi.'

/**
 * A trail that was published once with a point that the person and somebody else saw; the person's walk and
 * report; a record that was kept aside, one that waits for a photo, and half of that photo.
 */
export async function erasureStory(server: TestServer) {
  const [phone, other] = [await server.phone(), await server.phone()]
  const staff = await server.phone('staff')
  const office = await accountOf(server, staff)
  const [mine, shared, theirs, late] = [
    await aPhoto(1),
    await aPhoto(2),
    await aPhoto(3),
    await aPhoto(4),
  ]
  await phone.send(mine.bytes)
  await phone.send(shared.bytes)
  const voice = aVoice()
  await phone.send(voice.bytes)
  await other.send(theirs.bytes)
  const trail = newId()
  const created = await take(server, office, {
    geometry: { type: 'LineString', coordinates: LINE },
    properties: { action: 'create-trail', target: trail, attributes: ATTRIBUTES },
  })
  const fixes = Buffer.from(JSON.stringify({ format: 'jalon-fixes', of: WORDS.alt }))
  const reference = { sha256: await phone.send(fixes), bytes: fixes.length, count: 0 }
  const from = { device: phone.device, trail }
  const track = {
    ...aTrack({ ...reference, mediaType: 'application/json' }, from),
    geometry: { type: 'MultiLineString' as const, coordinates: [LINE] },
  }
  const point = aHeritagePoint({
    ...from,
    text: WORDS.onPoint,
    photos: [{ ...mine.reference, alt: WORDS.alt }, shared.reference],
    voice: voice.reference,
    ...({ phoneNumber: WORDS.unknown } as object),
  })
  const report = aReport({ ...from, text: WORDS.onReport })
  const same = aHeritagePoint({
    ...{ device: other.device, trail, text: OTHERS_WORDS },
    photos: [theirs.reference, shared.reference],
  })
  await phone.push([track, point, report])
  await other.push([same])
  const [entity, reported] = [newId(), newId()]
  const accepted = await take(server, office, {
    properties: { action: 'accept', target: entity, observation: point.id },
  })
  const merged = await take(server, office, {
    properties: { action: 'merge', target: entity, observation: same.id, basedOn: accepted },
  })
  await take(server, office, {
    properties: { action: 'accept', target: reported, observation: report.id },
  })
  await publish(server, trail, created)
  await phone.push([aReport({ device: newId(), text: WORDS.keptAside })])
  const waiting = aHeritagePoint({
    ...{ device: phone.device, text: WORDS.waiting },
    photos: [late.reference],
  })
  await phone.push([waiting])
  await sendHalf(phone, late)
  const account = await accountOf(server, phone)
  return {
    ...{ phone, other, staff, office, account, otherAccount: await accountOf(server, other) },
    ...{ trail, entity, merged, reported, track, point, report, same, waiting },
    photos: {
      mine: mine.reference.sha256,
      shared: shared.reference.sha256,
      theirs: theirs.reference.sha256,
      late: late.reference.sha256,
    },
    fixes: reference.sha256,
    voice: voice.reference.sha256,
  }
}
export type ErasureStory = Awaited<ReturnType<typeof erasureStory>>

const LINE = Array.from({ length: 60 }, (_, i) => [-0.69 + i / 2_000, 43.63])
const ATTRIBUTES = { name: 'Boucle d’essai', slug: 'boucle-d-essai' }

/** A decision of the office; gives its id. */
export async function take(
  server: TestServer,
  office: string,
  { geometry = null, properties }: { geometry?: unknown; properties: object },
): Promise<string> {
  const decision = aDecision(geometry, properties)
  const answer = await decide(server.services, { account: office, territory: TERRITORY }, decision)
  if (answer.outcome !== 'applied') throw new Error(JSON.stringify(answer))
  return decision.id
}

function aDecision(geometry: unknown, properties: object): Decision {
  const common = { kind: 'decision', schema: 1, territory: TERRITORY, decidedAt: AT }
  const id = newId()
  return { type: 'Feature', id, geometry, properties: { ...common, ...properties } } as Decision
}

/** As the desk's decision to publish does, but for the gate: nobody has walked this trail whole. */
async function publish({ services }: TestServer, trail: string, basedOn: string): Promise<void> {
  const decision = aDecision(null, { action: 'publish', target: trail, basedOn })
  await services.store.transaction(async (tx) => {
    const target = await tx.catalogue.get(TERRITORY, 'trail', trail)
    const applied = applyDecision(decision, { target })
    if (!applied.ok) throw new Error(applied.code)
    const published = applied.changed[0] as TrailEntity
    const made = { decision, hash: hashOf(decision), receivedAt: AT, outcome: 'applied' }
    await tx.decisions.add(TERRITORY, made)
    await tx.catalogue.put(TERRITORY, [published])
    const walks = await readWalks(tx, TERRITORY, [published])
    const bytes = await freezePublication(tx, TERRITORY, published, walks.get(trail)!)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const frozen = { trail, number: 1, bytes, sha256, publishedAt: AT }
    await tx.publications.add(TERRITORY, frozen)
  })
}

async function sendHalf(phone: Phone, photo: Awaited<ReturnType<typeof aPhoto>>): Promise<void> {
  const { bytes, reference } = photo
  const half = bytes.subarray(0, bytes.length / 2)
  await phone.request(`/api/blobs/${reference.sha256}`, {
    method: 'PATCH',
    headers: { 'Upload-Offset': '0', 'Upload-Length': String(bytes.length) },
    body: half as BodyInit,
  })
}

async function accountOf({ services }: TestServer, { device }: Phone): Promise<string> {
  const row = await services.store.read((tx) => tx.people.getDevice(TERRITORY, device))
  return row!.account
}

/** Every row of the store, frozen files unpacked, as one text. */
export async function everything({ services }: TestServer): Promise<string> {
  const rows: string[] = []
  await services.store.dump(({ table, row }) => {
    const bytes = row['bytes']
    const packed = typeof bytes === 'string' && bytes.startsWith('base64:')
    const text = packed ? Buffer.from(bytes.slice(7), 'base64').toString() : ''
    rows.push(`${table} ${JSON.stringify(row)} ${text}`)
    return Promise.resolve()
  })
  return rows.join('\n')
}
