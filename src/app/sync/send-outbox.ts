import { PROTOCOL, PUSH_LIMITS, type InfoAnswer } from '../../contract/protocol.ts'
import type { OutboxItem } from '../storage/rows.ts'
import {
  afterOutcome,
  endsRound,
  offeredAgain,
  postponed,
  refusalOf,
  refused,
} from './outbox-item.ts'
import type { RoundEnd, SyncOptions } from './sync-options.ts'
import { uploadBlob } from './upload-blob.ts'

interface Ready {
  readonly item: OutboxItem
  readonly text: string
  /** Of it, something is neither here nor there any more: what. Its words are brought to safety all the same. */
  readonly lost?: string
}

/** At 5 kB/s this takes half a minute: what is longer would be cut before it has arrived, each time anew. */
const PUSH_BYTES = 128 * 1024
/** What is uploaded is worth nothing before its record is there: a cut costs no more than this. */
const UPLOADED_BYTES = 256 * 1024

/** So many failures in a row that say nothing of the record: the server is in trouble, come back later. */
const TROUBLE_IN_A_ROW = 3

/** Who sends: the phone, and the territory that it is joined to now. */
export interface Sender {
  readonly device: string
  readonly territory: string
}

/**
 * Outbox, oldest first in batches. Sends what is due: what has no photo, which is there in a moment; then the others. The oldest first. One bad item
 * never blocks the others (promise P10). What was noted for another territory waits until the phone is back there: no
 * other office may read it.
 */
export async function sendOutbox(
  world: SyncOptions,
  info: Pick<InfoAnswer, 'server' | 'epoch'>,
  { device, territory }: Sender,
  onChange: () => void,
): Promise<RoundEnd> {
  const { storage, api, nowMs, random } = world
  let trouble = 0

  async function update(item: OutboxItem): Promise<void> {
    await storage.outbox.update(item)
    onChange()
  }
  const later = (item: OutboxItem) => postponed(item, nowMs(), random())

  await offerAgainAfterRestore()
  let ready: Ready[] = []
  const due = await dueItems()
  const isAlone = ({ blobs }: OutboxItem) => blobs.length === 0
  for (const items of [due.filter(isAlone), due.filter((item) => !isAlone(item))]) {
    for (const item of items) {
      const end = (await prepare(item, ready)) ?? (isEnough(ready) ? await pushReady() : null)
      if (end) return giveBack(ready, end)
    }
    const end = await pushReady()
    if (end) return giveBack(ready, end)
  }
  return trouble > 0 ? 'server-trouble' : 'done'

  /** A server restored from an old backup has another epoch: it is offered everything again (promise P27). */
  async function offerAgainAfterRestore(): Promise<void> {
    for (const item of await storage.outbox.all()) {
      const { state, receipt } = item
      const known = receipt?.server === info.server && receipt.epoch === info.epoch
      if (state === 'received' && !known && item.territory === territory)
        await update(offeredAgain(item))
      // A kill in the middle of sending leaves the safe state behind.
      if (state === 'sending') await update(stopped(item))
    }
  }

  async function dueItems(): Promise<OutboxItem[]> {
    return (await storage.outbox.all())
      .filter((item) => item.state === 'waiting' && item.territory === territory)
      .filter(({ nextAttemptAtMs }) => nextAttemptAtMs <= nowMs())
      .sort((a, b) => a.queuedAtMs - b.queuedAtMs || (a.id < b.id ? -1 : 1))
  }

  /** The blobs first: a record that arrives without its photos is only half a record. */
  async function prepare(item: OutboxItem, into: Ready[]): Promise<RoundEnd | null> {
    const bytes = await storage.outbox.bytes(item.id)
    if (!bytes) {
      await update(refused(item, 'record-missing'))
      return null
    }
    const sending = { ...item, state: 'sending' as const }
    await update(sending)
    let lost: string | undefined
    for (const blob of item.blobs) {
      const uploaded = await uploadBlob(world, blob, item.attempts > 0)
      if (uploaded.ok) continue
      if ('missing' in uploaded) {
        lost = `${sortOf(blob)}-missing`
        continue
      }
      const end = endsRound(uploaded.failure)
      const refusal = refusalOf(uploaded.failure)
      if (end) {
        await update(stopped(item))
        return end
      }
      await update(refusal ? refused(item, refusal.code, refusal.field) : later(item))
      return refusal ? null : noteTrouble()
    }
    const text = new TextDecoder().decode(bytes)
    into.push({ item: sending, text, ...(lost === undefined ? {} : { lost }) })
    return null
  }

  async function pushReady(): Promise<RoundEnd | null> {
    for (const batch of batches(ready)) {
      const end = await pushBatch(batch)
      if (end) return end
    }
    ready = []
    return null
  }

  async function pushBatch(batch: readonly Ready[]): Promise<RoundEnd | null> {
    const answer = await api.push(pushText(batch))
    if (answer.ok) {
      const { outcomes, server, epoch } = answer.value
      if (outcomes.length === batch.length && server === info.server && epoch === info.epoch) {
        trouble = 0
        for (const [i, { item, lost }] of batch.entries()) {
          const outcome = outcomes[i]!
          const isHalf = lost !== undefined && outcome.outcome === 'deferred'
          await update(
            isHalf ? refused(item, lost) : afterOutcome(item, outcome, answer.value, later),
          )
        }
        return null
      }
      for (const { item } of batch) await update(later(item))
      return noteTrouble()
    }
    const end = endsRound(answer)
    if (end) return end
    if (batch.length > 1) {
      for (const one of batch) {
        const endOfOne = await pushBatch([one])
        if (endOfOne) return endOfOne
      }
      return null
    }
    const { item } = batch[0]!
    const refusal = refusalOf(answer)
    await update(refusal ? refused(item, refusal.code, refusal.field) : later(item))
    return refusal ? null : noteTrouble()
  }

  function noteTrouble(): RoundEnd | null {
    trouble += 1
    return trouble >= TROUBLE_IN_A_ROW ? 'server-trouble' : null
  }

  /** The round stops: what was on its way is on the phone again. */
  async function giveBack(sent: readonly Ready[], end: RoundEnd): Promise<RoundEnd> {
    for (const { item } of sent) {
      const current = await storage.outbox.get(item.id)
      if (current?.state === 'sending') await update(stopped(current))
    }
    return end
  }

  /** The records go in as they were written: no byte of them is made anew. */
  function pushText(batch: readonly Ready[]): string {
    const head = JSON.stringify({
      protocol: PROTOCOL,
      device,
      epoch: info.epoch,
      sentAt: new Date(nowMs()).toISOString(),
    })
    return `${head.slice(0, -1)},"records":[${batch.map(({ text }) => text).join(',')}]}`
  }
}

/** What people call it. */
function sortOf({ mediaType }: { readonly mediaType: string }): 'voice' | 'photo' {
  return mediaType.startsWith('audio/') ? 'voice' : 'photo'
}

/** Due again at once. It was tried: what is there of its photos is asked for, not sent again. */
function stopped(item: OutboxItem): OutboxItem {
  return { ...item, state: 'waiting', attempts: item.attempts + 1 }
}

function isEnough(ready: readonly Ready[]): boolean {
  const blobs = ready.flatMap(({ item }) => item.blobs)
  return blobs.reduce((sum, { bytes }) => sum + bytes, 0) >= UPLOADED_BYTES
}

/** Cuts the list where a push would be too long. A record larger than a push goes alone. */
function batches(ready: readonly Ready[]): Ready[][] {
  const all: Ready[][] = []
  let size = 0
  for (const one of ready) {
    const bytes = one.text.length * 2
    const last = all.at(-1)
    if (last && last.length < PUSH_LIMITS.records && size + bytes <= PUSH_BYTES) {
      last.push(one)
      size += bytes
    } else {
      all.push([one])
      size = bytes
    }
  }
  return all
}
