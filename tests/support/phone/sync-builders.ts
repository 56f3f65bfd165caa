/* eslint-disable @typescript-eslint/require-await -- a fake answers at once, behind the promises of the real thing */
import { createHash } from 'node:crypto'
import { createApiClient } from '../../../src/app/services/api-client.ts'
import type { PhoneStorage } from '../../../src/app/storage/phone-storage.ts'
import { createSyncer, type SyncState } from '../../../src/app/sync/syncer.ts'
import { uuidV7 } from '../../../src/domain/observation/ids.ts'
import type { FakeServer } from './fake-server.ts'
import { createMemoryStorage } from './memory-storage.ts'

export const DEVICE = uuidV7(1, new Uint8Array(10))
let made = 0

/** A phone that syncs with the fake server; its clock moves by hand. */
export function createPhone(
  server: FakeServer,
  storage: PhoneStorage = createMemoryStorage(),
  territory = 'landes-chalosse',
) {
  let nowMs = 1_000
  const held = new Set<string>()
  const states: SyncState[] = []
  const syncer = createSyncer({
    api: createApiClient((path, init) => server.fetch(path, init)),
    storage,
    nowMs: () => nowMs,
    random: () => 1,
    locks: {
      tryHold: async (name) => {
        if (held.has(name)) return null
        held.add(name)
        return () => held.delete(name)
      },
    },
    identity: async () => ({ device: DEVICE, territory }),
    onState: (state) => states.push(state),
    onChange: () => undefined,
  })
  return {
    storage,
    syncer,
    states,
    held,
    later: (ms = 600_000) => void (nowMs += ms),
    stateOf: async (id: string) => (await storage.outbox.get(id))?.state,
  }
}

/** Queues a report with photos made of the given bytes; returns its id. */
export async function queueReport(
  storage: PhoneStorage,
  photos: readonly Buffer[] = [],
  change: (record: Record<string, unknown>) => void = () => undefined,
): Promise<string> {
  made += 1
  const random = new Uint8Array(10)
  random[0] = made
  const id = uuidV7(1_000 + made, random)
  const blobs = photos.map((bytes) => ({
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: new Uint8Array(bytes).buffer,
    mediaType: 'image/jpeg',
  }))
  const references = blobs.map(({ sha256, bytes, mediaType }) => ({
    sha256,
    bytes: bytes.byteLength,
    mediaType,
  }))
  const record: Record<string, unknown> = {
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: [-0.57, 43.76] },
    properties: {
      schema: 1,
      kind: 'trail-report',
      territory: 'landes-chalosse',
      device: DEVICE,
      createdAt: '2026-05-12T08:00:00Z',
      category: 'securite',
      magnitude: 1,
      photos: references,
    },
  }
  change(record)
  await storage.outbox.queue({
    records: [
      {
        item: {
          id,
          kind: 'trail-report',
          territory: 'landes-chalosse',
          state: 'waiting',
          queuedAtMs: made,
          blobs: references,
          attempts: 0,
          nextAttemptAtMs: 0,
        },
        bytes: new TextEncoder().encode(JSON.stringify(record)).buffer,
      },
    ],
    blobs,
  })
  return id
}
