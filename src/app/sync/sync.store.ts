import { defineStore } from 'pinia'
import { computed, inject, shallowRef, type InjectionKey } from 'vue'
import { onceMore } from '../services/run-coalesced.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import { readAnswer, readReport } from '../storage/read-catalogue.ts'
import type { Draft } from '../storage/rows.ts'
import { offeredAgain } from './outbox-item.ts'
import { outboxRows, waitingCount, type OutboxFacts } from './outbox-rows.ts'
import type { Syncer, SyncState } from './syncer.ts'

export interface SyncPorts {
  readonly storage: PhoneStorage
  readonly syncer: Syncer
  /** The territory this phone is joined to. */
  readonly territory: () => Promise<string | null>
  readonly nowMs: () => number
  /** Puts one draft into the outbox on its own. */
  readonly sendDraft: (draft: Draft) => Promise<boolean>
  /** A new draft that says a sent record anew; its id, or `null` when it cannot be one. */
  readonly correct: (id: string) => Promise<string | null>
  /** Everything of this phone in one file, handed to the person. */
  readonly rescue: () => Promise<{ readonly name: string; readonly bytes: number }>
  /** Calls back after each change on disk or of the state; gives back how to stop. */
  readonly onChange: (listener: () => void) => () => void
}
export const SYNC: InjectionKey<SyncPorts> = Symbol('sync')

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
  const ports = inject(SYNC)!
  const facts = shallowRef<OutboxFacts>(NOTHING)
  const state = shallowRef<SyncState>(ports.syncer.state())
  const loaded = shallowRef(false)
  const rows = computed(() => outboxRows(facts.value))
  const waiting = computed(() => waitingCount(facts.value))

  async function load(): Promise<void> {
    const { outbox, drafts, walks, catalogue } = ports.storage
    const [items, draftRows, walkRows, answerRows, reportRows, territory] = await Promise.all([
      outbox.all(),
      drafts.all(),
      walks.all(),
      catalogue.ofKind('answer'),
      catalogue.ofKind('trail-report'),
      ports.territory(),
    ])
    const answers = answerRows.map(readAnswer).filter((answer) => answer !== null)
    facts.value = {
      items,
      drafts: draftRows,
      walks: walkRows,
      answers: new Map(answers.map((answer) => [answer.id, answer])),
      reports: reportRows.map(readReport).filter((report) => report !== null),
      territory,
      nowMs: ports.nowMs(),
    }
    state.value = ports.syncer.state()
    loaded.value = true
  }

  /** Many changes in a row are one reload. */
  const reload = onceMore(load)
  ports.onChange(() => {
    state.value = ports.syncer.state()
    reload()
  })

  /** Everything that waits is due now: somebody asked. */
  async function sendNow(): Promise<void> {
    for (const item of await ports.storage.outbox.all())
      if (item.state === 'waiting' && item.nextAttemptAtMs > ports.nowMs())
        await ports.storage.outbox.update({ ...item, nextAttemptAtMs: 0 })
    await ports.syncer.sync()
    await load()
  }

  async function retry(id: string): Promise<void> {
    const item = await ports.storage.outbox.get(id)
    if (item) await ports.storage.outbox.update(offeredAgain(item))
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
      await ports.sendDraft(draft)
      await sendNow()
    },
    thumb: (sha256: string) => ports.storage.thumbs.get(sha256),
    blob: (sha256: string) => ports.storage.blobs.get(sha256),
    correct: (id: string) => ports.correct(id),
    rescue: () => ports.rescue(),
  }
})
