import { createHash } from 'node:crypto'
import { createApiClient } from '../../src/app/services/api-client.ts'
import type { OutboxItem, Receipt } from '../../src/app/storage/rows.ts'
import { createSyncer } from '../../src/app/sync/syncer.ts'
import { aHeritagePoint, aReport } from './records.ts'
import { createMemoryStorage } from './phone/memory-storage.ts'

/** The phone's clock runs ahead, so that waiting five minutes takes seconds. */
const CLOCK_SPEED = 200

/** The app's own outbox and syncer, on a phone of the fleet. */
export interface FleetPhone {
  readonly device: string
  /** Every receipt ever given, by record. */
  readonly receipts: ReadonlyMap<string, Receipt>
  /** Every record ever queued: its text. */
  readonly records: ReadonlyMap<string, string>
  queue(photos: readonly Uint8Array[]): Promise<string>
  sync(): Promise<unknown>
  outbox(): Promise<readonly OutboxItem[]>
  /** The trails it knows. */
  catalogue(): Promise<readonly { id: string; seq: number }[]>
}

export function fleetPhone(options: {
  readonly url: string
  readonly cookie: string
  readonly device: string
  readonly territory: string
  readonly random: () => number
}): FleetPhone {
  const { url, cookie, device, territory, random } = options
  const storage = createMemoryStorage()
  const startedAtMs = Date.now()
  const nowMs = () => startedAtMs + (Date.now() - startedAtMs) * CLOCK_SPEED
  const receipts = new Map<string, Receipt>()
  const records = new Map<string, string>()
  const update = storage.outbox.update
  const outbox = {
    ...storage.outbox,
    update: async (item: OutboxItem) => {
      if (item.receipt && !receipts.has(item.id)) receipts.set(item.id, item.receipt)
      await update(item)
    },
  }
  const syncer = createSyncer({
    api: createApiClient((path, init) =>
      fetch(url + path, { ...init, headers: { ...init.headers, Cookie: cookie } }),
    ),
    storage: { ...storage, outbox },
    nowMs,
    random,
    locks: { tryHold: () => Promise.resolve(() => undefined) },
    identity: () => Promise.resolve({ device, territory }),
    onState: () => undefined,
    onChange: () => undefined,
  })
  return {
    device,
    receipts,
    records,
    async queue(photos) {
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
      const more = { device, territory, photos: references }
      const record = random() < 0.5 ? aHeritagePoint(more) : aReport(more)
      const text = JSON.stringify(record)
      records.set(record.id, text)
      const item: OutboxItem = {
        id: record.id,
        kind: record.properties.kind,
        territory,
        state: 'waiting',
        queuedAtMs: records.size,
        blobs: references,
        attempts: 0,
        nextAttemptAtMs: 0,
      }
      const bytes = new TextEncoder().encode(text).buffer
      await storage.outbox.queue({ records: [{ item, bytes }], blobs })
      return record.id
    },
    sync: () => syncer.sync(),
    outbox: () => storage.outbox.all(),
    catalogue: async () =>
      (await storage.catalogue.ofKind('trail')).map(({ id, seq }) => ({ id, seq })),
  }
}
