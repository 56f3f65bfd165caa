import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useServices } from '../services/app-services.ts'
import { runCoalesced } from '../services/run-coalesced.ts'
import { readAnswer, readReport } from '../storage/read-catalogue.ts'
import type { Draft } from '../storage/rows.ts'
import { offeredAgain } from './outbox-item.ts'
import { outboxRows, waitingCount, type OutboxFacts } from './outbox-rows.ts'
import type { SyncServices } from './sync-services.ts'
import type { SyncState } from './syncer.ts'

const NOTHING: OutboxFacts = {
  items: [],
  drafts: [],
  walks: [],
  answers: new Map(),
  reports: [],
  territory: null,
  nowMs: 0,
}

/** *Mes envois*: what is on this phone, on its way, and what became of it. */
export const useSync = defineStore('sync', () => {
  const services: SyncServices = useServices()
  const { storage, syncer, nowMs } = services
  const facts = shallowRef<OutboxFacts>(NOTHING)
  const state = shallowRef<SyncState>(syncer.state())
  const loaded = shallowRef(false)
  const rows = computed(() => outboxRows(facts.value))
  const waiting = computed(() => waitingCount(facts.value))

  async function load(): Promise<void> {
    const { outbox, drafts, walks, catalogue } = storage
    const [items, draftRows, walkRows, answerRows, reportRows, identity] = await Promise.all([
      outbox.all(),
      drafts.all(),
      walks.all(),
      catalogue.ofKind('answer'),
      catalogue.ofKind('trail-report'),
      services.identity(),
    ])
    const answers = answerRows.map(readAnswer).filter((answer) => answer !== null)
    facts.value = {
      items,
      drafts: draftRows,
      walks: walkRows,
      answers: new Map(answers.map((answer) => [answer.id, answer])),
      reports: reportRows.map(readReport).filter((report) => report !== null),
      territory: identity?.territory ?? null,
      nowMs: nowMs(),
    }
    state.value = syncer.state()
    loaded.value = true
  }

  /** Many changes in a row are one reload. */
  const reload = runCoalesced(load)
  services.onStored(() => {
    state.value = syncer.state()
    reload()
  })

  /** Everything that waits is due now: somebody asked. */
  async function sendNow(): Promise<void> {
    for (const item of await storage.outbox.all())
      if (item.state === 'waiting' && item.nextAttemptAtMs > nowMs())
        await storage.outbox.update({ ...item, nextAttemptAtMs: 0 })
    await syncer.sync()
    await load()
  }

  async function retry(id: string): Promise<void> {
    const item = await storage.outbox.get(id)
    if (item) await storage.outbox.update(offeredAgain(item))
    await sendNow()
  }

  return {
    rows,
    waiting,
    state,
    loaded,
    load,
    sendNow,
    retry,
    sendDraft: async (draft: Draft): Promise<void> => {
      await services.sendDraft(draft)
      await sendNow()
    },
    thumb: (sha256: string) => storage.thumbs.get(sha256),
    blob: (sha256: string) => storage.blobs.get(sha256),
    correct: services.correctRecord,
    rescue: services.rescue,
  }
})
