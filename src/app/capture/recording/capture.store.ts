import { defineStore } from 'pinia'
import { computed, shallowRef, triggerRef } from 'vue'
import { readHeritage, readTrail, type KnownTrail } from '../../storage/read-catalogue.ts'
import type { Draft, Walk } from '../../storage/rows.ts'
import { useServices } from '../../services/app-services.ts'
import type { CaptureServices } from '../capture-services.ts'
import { createRecorder, type RecorderView, type StartOutcome } from './recorder.ts'
import { BATTERY_LOW } from '../../device/battery.ts'
import {
  HOLD_EVERY_MS,
  LOOK_EVERY_MS,
  quotaLevel,
  type QuotaLevel,
} from '../../device/storage-quota.ts'
import type { LiveDistance } from './live-distance.ts'
import type * as Along from './trail-progress.ts'
import type { HeritageAlong, TrailProgress } from './trail-progress.ts'

const NEWS_MS = 20_000

/** The walk being recorded: what the screens show, and what they may ask. */
export const useCapture = defineStore('capture', () => {
  const services: CaptureServices = useServices()
  const view = shallowRef<RecorderView | null>(null)
  const trail = shallowRef<KnownTrail | null>(null)
  const progress = shallowRef<TrailProgress | null>(null)
  /** Metres walked so far, by the rules of the end of a walk. */
  const distanceM = shallowRef(0)
  const quota = shallowRef<QuotaLevel>('plenty')
  const freeBytes = shallowRef<number | null>(null)
  /** The phone was full: fixes are being written into the room that was kept for them. */
  const reserveUsed = shallowRef(false)
  /** Heritage points of the catalogue along the trail. */
  const ahead = shallowRef<readonly HeritageAlong[]>([])
  /** Set while a trail is followed. */
  let advance: typeof Along.advance | null = null
  let distance: LiveDistance | null = null
  let lookedAtMs = -Infinity
  let triedAtMs = -Infinity
  let held = true
  const lowBattery = shallowRef<number | null>(null)
  /** Another tab records: this one must not. */
  const elsewhere = shallowRef(false)
  /** The last thing kept, for as long as it is news: said in place, with a way to take it back. */
  const lastNoted = shallowRef<{ readonly draft: Draft; readonly text: string } | null>(null)
  let forget: ReturnType<typeof setTimeout> | undefined
  const isRecording = computed(() => view.value !== null)

  const recorder = createRecorder(
    services.storage,
    services.device,
    (next) => {
      view.value = next
      triggerRef(view)
      if (!next) return
      distanceM.value = distance?.lengthM() ?? 0
      if (next.storageFailing) void giveReserve()
      if (services.nowMs() - lookedAtMs > LOOK_EVERY_MS) void look()
    },
    (fix, gap) => {
      distance?.add(fix, gap)
      if (progress.value && advance) progress.value = advance(progress.value, fix, gap !== null)
    },
  )

  function note(draft: Draft | null, text = ''): void {
    clearTimeout(forget)
    lastNoted.value = draft && { draft, text }
    if (draft) forget = setTimeout(() => (lastNoted.value = null), NEWS_MS)
  }

  async function prepare(trailId: string | undefined): Promise<void> {
    trail.value = trailId ? readTrail(await services.storage.catalogue.get(trailId)) : null
    progress.value = null
    distance = null
    distanceM.value = 0
    ahead.value = []
    // A recording is worth more than its figures: without this code it goes on all the same.
    await follow().catch(() => undefined)
    void look()
  }

  /** Where one is along the trail: code that comes with the recording screen, not with the shell. */
  async function follow(): Promise<void> {
    const { createLiveDistance } = await import('./live-distance.ts')
    distance = createLiveDistance(trail.value?.entity.geometry.coordinates ?? null)
    if (!trail.value) return
    const along = await import('./trail-progress.ts')
    advance = along.advance
    progress.value = along.startProgress(trail.value.entity.geometry.coordinates)
    if (!progress.value) return
    const points = await services.storage.catalogue.ofKind('heritage-point')
    ahead.value = along.heritageAlong(
      progress.value,
      points.map(readHeritage).filter((point) => point !== null),
    )
  }

  /** Quota and battery, looked at before they matter (promise P13). */
  async function look(): Promise<void> {
    lookedAtMs = services.nowMs()
    freeBytes.value = await services.freeBytes()
    if (view.value && !reserveUsed.value) await holdReserve()
    quota.value = quotaLevel(freeBytes.value, held && !reserveUsed.value)
    const battery = await services.battery()
    lowBattery.value =
      battery && !battery.charging && battery.level < BATTERY_LOW ? battery.level : null
  }

  async function holdReserve(): Promise<void> {
    if (!held && services.nowMs() - triedAtMs < HOLD_EVERY_MS) return
    triedAtMs = services.nowMs()
    held = await services.reserve.hold()
  }

  /** A fix could not be written: the room that was kept for it is its own now. */
  async function giveReserve(): Promise<void> {
    if (await services.reserve.release().catch(() => false)) reserveUsed.value = true
  }

  async function start(trailId?: string): Promise<StartOutcome | 'not-joined'> {
    const identity = await services.identity()
    if (!identity) return 'not-joined'
    await prepare(trailId)
    void services.persist()
    const entity = trail.value?.entity
    const walk: Walk = {
      id: services.newId(),
      territory: identity.territory,
      startedAtMs: services.nowMs(),
      state: 'recording',
      answers: {},
      ...(entity
        ? {
            trail: entity.id,
            trailVersion: entity.properties.version,
            trailName: entity.properties.attributes.name,
          }
        : {}),
    }
    reserveUsed.value = false
    triedAtMs = -Infinity
    const outcome = await recorder.start(walk)
    elsewhere.value = outcome === 'another-tab'
    void look()
    return outcome
  }

  /** Goes on with the walk that a kill, a crash or a flat battery interrupted (promise P02). */
  async function reopen(): Promise<boolean> {
    if (view.value) return true
    const walks = await services.storage.walks.all()
    const open = walks
      .filter(({ state }) => state === 'recording' || state === 'paused')
      .sort((a, b) => b.startedAtMs - a.startedAtMs)[0]
    if (!open) return false
    await prepare(open.trail)
    const outcome = await recorder.reopen(open)
    elsewhere.value = outcome === 'another-tab'
    return outcome === 'started'
  }

  return {
    view,
    trail,
    progress,
    distanceM,
    ahead,
    quota,
    freeBytes,
    reserveUsed,
    lowBattery,
    elsewhere,
    lastNoted,
    isRecording,
    note,
    start,
    reopen,
    look,
    pause: () => recorder.pause(),
    unpause: () => recorder.unpause(),
    stop: () => recorder.stop(),
  }
})
