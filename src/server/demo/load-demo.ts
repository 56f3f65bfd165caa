import type { Session } from '../access/session.ts'
import { programFile } from '../program-folder.ts'
import type { DemoServices } from './demo-services.ts'
import { receiveRecords } from '../sync/receive-records.ts'
import { registerStoredBlobs } from '../sync/receive-blob.ts'
import { decide } from '../desk/decide.ts'
import {
  demoShiftMs,
  readDemo,
  readDemoToday,
  type DemoLine,
  type DemoPerson,
} from './demo-files.ts'

export const DEMO_FOLDER = programFile('data/demo')

/** Where the store remembers by how much the story was moved, and whether all of it has been told. */
const SHIFT_KEY = 'demo-shift-ms'
const TOLD_KEY = 'demo-told'

/** An empty store that may have it, or one whose filling was interrupted: never beside a real territory. */
export function wantsDemo({ config, store }: DemoServices): Promise<boolean> {
  return store.read(async ({ meta, territories }) => {
    if (await meta.get(TOLD_KEY)) return false
    if (await meta.get(SHIFT_KEY)) return true
    return config.demo && (await territories.list()).length === 0
  })
}

/**
 * Fills a store with the demonstration: the same pushes and decisions as from phones and the desk, only
 * at other hours. Does nothing when it was done; begins again where it was stopped, since every record
 * sent twice makes one.
 */
export async function loadDemo(services: DemoServices, folder = DEMO_FOLDER): Promise<boolean> {
  const { store, assessor } = services
  if (await store.read(({ meta }) => meta.get(TOLD_KEY))) return false
  const demo = await readDemo(folder, await shiftOf(services, folder))
  const { territory, people, log, blobs } = demo
  await store.transaction(async (tx) => {
    await tx.territories.put(territory)
    for (const person of people) {
      const { account, device, createdAt, pseudonym, role, association } = person
      const more = association === undefined ? {} : { association }
      await tx.people.putAccount(territory.id, { id: account, pseudonym, role, createdAt, ...more })
      await tx.people.putDevice(territory.id, { id: device, account, createdAt })
    }
  })
  await storeBlobs(services, territory.id, people[0]!.device, blobs)
  const sessions = new Map(people.map((one) => [one.device, sessionFor(one, territory.id)]))
  for (const batch of batches(log)) {
    const { device, receivedAt, record } = batch[0]!
    const session = sessions.get(device)!
    const then = { ...services, nowMs: () => Date.parse(receivedAt) }
    if (record.properties.kind !== 'decision') {
      await receiveAll(then, session, batch)
      continue
    }
    // The gate looks at what the checks found: they must have had their turn, as they have in life.
    if (record.properties.action === 'publish') await assessor.idle()
    const answer = await decide(then, session, record)
    if (answer.outcome === 'refused') {
      throw new Error(`The demonstration was refused: ${JSON.stringify({ answer, record })}`)
    }
  }
  await assessor.idle()
  await store.transaction(({ meta }) =>
    meta.set(TOLD_KEY, new Date(services.nowMs()).toISOString()),
  )
  return true
}

async function shiftOf({ store, nowMs }: DemoServices, folder: string): Promise<number> {
  const known = await store.read(({ meta }) => meta.get(SHIFT_KEY))
  if (known !== undefined) return Number(known)
  const shiftMs = demoShiftMs(await readDemoToday(folder), nowMs())
  await store.transaction(({ meta }) => meta.set(SHIFT_KEY, String(shiftMs)))
  return shiftMs
}

async function storeBlobs(
  services: DemoServices,
  territory: string,
  device: string,
  blobs: readonly Uint8Array[],
): Promise<void> {
  const names = await Promise.all(blobs.map((bytes) => services.blobs.put(territory, bytes)))
  await registerStoredBlobs(services, { territory, device }, names)
}

/** What one phone sent at one time goes together, as it does in life. */
function batches(log: readonly DemoLine[]): DemoLine[][] {
  const all: DemoLine[][] = []
  for (const line of log) {
    const last = all.at(-1)
    const first = last?.[0]
    const together =
      first?.record.properties.kind !== 'decision' &&
      line.record.properties.kind !== 'decision' &&
      first?.device === line.device &&
      first.receivedAt === line.receivedAt
    if (last && together) last.push(line)
    else all.push([line])
  }
  return all
}

async function receiveAll(
  services: DemoServices,
  session: Session,
  lines: readonly DemoLine[],
): Promise<void> {
  const outcomes = await receiveRecords(
    services,
    session,
    lines.map(({ record }) => record),
  )
  const bad = outcomes.find(({ outcome }) => outcome !== 'created' && outcome !== 'duplicate')
  if (bad) throw new Error(`The demonstration was not received: ${JSON.stringify(bad)}`)
}

function sessionFor(person: DemoPerson, territory: string): Session {
  const { account, device, role, pseudonym, association } = person
  const more = association === undefined ? {} : { association }
  return { account, device, territory, role, pseudonym, revoked: false, stale: false, ...more }
}
