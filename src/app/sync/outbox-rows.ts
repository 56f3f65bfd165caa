import type { Sketch } from '../../domain/observation/sketch.ts'
import type { AnswerEntity, ReportEntity } from '../../domain/catalogue/entity.ts'
import type { Draft, OutboxItem, Walk } from '../storage/rows.ts'

/** Where one thing stands, in the words of `field.outbox.state`. */
export type OutboxStatus =
  | { readonly id: 'draft' | 'draftWalk' | 'walk' | 'waiting' | 'sending' | 'elsewhere' }
  | { readonly id: 'retry'; readonly atMs: number }
  | { readonly id: 'received'; readonly at: string }
  | { readonly id: 'accepted' | 'merged' | 'solved' }
  | { readonly id: 'refused'; readonly reason?: string }
  | { readonly id: 'attention'; readonly code: string; readonly field?: string }

/** The one thing that can be done about it. */
export type RowAction = 'edit' | 'sendOne' | 'retry' | 'finish' | 'trail' | null

export interface OutboxRow {
  readonly id: string
  readonly kind: OutboxItem['kind']
  readonly atMs: number
  readonly status: OutboxStatus
  readonly action: RowAction
  readonly photos: readonly ShownPhoto[]
  /** What was said, besides: the blob's name, and how long it is when that is known here. */
  readonly voice?: { readonly sha256: string; readonly durationMs?: number | undefined }
  readonly fields: Readonly<Record<string, unknown>>
  readonly trailName?: string
  readonly trail?: string
  readonly draft?: Draft
  /** It was sent, and can be said anew (promise P15). */
  readonly correctable?: true
}

/** A photo by its name, and what was drawn over it. */
export interface ShownPhoto {
  readonly sha256: string
  readonly widthPx?: number | undefined
  readonly heightPx?: number | undefined
  readonly sketch?: Sketch | undefined
}

export interface OutboxFacts {
  readonly items: readonly OutboxItem[]
  readonly drafts: readonly Draft[]
  readonly walks: readonly Walk[]
  readonly answers: ReadonlyMap<string, AnswerEntity>
  /** Catalogue reports by the observations that went into them. */
  readonly reports: readonly ReportEntity[]
  /** The territory this phone is joined to now; `null` before it joined one. */
  readonly territory: string | null
  readonly nowMs: number
}

/** What is on this phone or came from it, newest first: one row a thing, one sentence, one action. */
export function outboxRows(facts: OutboxFacts): readonly OutboxRow[] {
  const { items, drafts, walks } = facts
  const open = walks.filter(({ state }) => state === 'ended').map(toWalkRow)
  const kept = drafts
    .filter(({ state }) => state === 'kept')
    .map((draft) => toDraftRow(draft, walks))
  const sent = items.map((item) => toItemRow(item, facts))
  return [...open, ...kept, ...sent].sort((a, b) => b.atMs - a.atMs)
}

/** How many things still have to leave this phone. */
export function waitingCount({ items, drafts, walks }: OutboxFacts): number {
  return (
    items.filter(({ state }) => state !== 'received').length +
    drafts.filter(({ state }) => state === 'kept').length +
    walks.filter(({ state }) => state === 'ended').length
  )
}

function toWalkRow(walk: Walk): OutboxRow {
  return {
    id: walk.id,
    kind: 'track',
    atMs: walk.endedAtMs ?? walk.startedAtMs,
    status: { id: 'walk' },
    action: 'finish',
    photos: [],
    fields: {},
    ...(walk.trailName ? { trailName: walk.trailName } : {}),
  }
}

function toDraftRow(draft: Draft, walks: readonly Walk[]): OutboxRow {
  const walk = walks.find(({ id }) => id === draft.walk)
  const withWalk = walk !== undefined && walk.state !== 'queued'
  return {
    id: draft.id,
    kind: draft.kind,
    atMs: draft.createdAtMs,
    status: { id: withWalk ? 'draftWalk' : 'draft' },
    action: withWalk ? 'edit' : 'sendOne',
    photos: draft.photos,
    ...(draft.voice ? { voice: draft.voice } : {}),
    fields: draft.fields,
    draft,
  }
}

function toItemRow(item: OutboxItem, facts: OutboxFacts): OutboxRow {
  const status = statusOf(item, facts)
  const walk = facts.walks.find(({ id }) => id === item.walk)
  const voice = item.blobs.find(({ mediaType }) => mediaType.startsWith('audio/'))
  return {
    id: item.id,
    kind: item.kind,
    atMs: item.queuedAtMs,
    status,
    action: actionOf(status, item),
    // What a record says of its photos is kept with their names.
    photos: item.blobs.filter(({ mediaType }) => mediaType.startsWith('image/')),
    ...(voice ? { voice } : {}),
    fields: fieldsOf(item),
    ...(isCorrectable(item) ? { correctable: true as const } : {}),
    ...(item.trail ? { trail: item.trail } : {}),
    ...(walk?.trailName ? { trailName: walk.trailName } : {}),
  }
}

function statusOf(item: OutboxItem, facts: OutboxFacts): OutboxStatus {
  const { answers, reports, territory, nowMs } = facts
  if (item.state === 'attention') {
    const { code, field } = item.refusal ?? { code: 'unknown' }
    return { id: 'attention', code, ...(field ? { field } : {}) }
  }
  if (item.state === 'sending') return { id: 'sending' }
  if (item.state === 'waiting' && territory !== null && item.territory !== territory)
    return { id: 'elsewhere' }
  if (item.state === 'waiting')
    return item.nextAttemptAtMs > nowMs
      ? { id: 'retry', atMs: item.nextAttemptAtMs }
      : { id: 'waiting' }
  const answer = answers.get(item.id)?.properties
  if (!answer) return { id: 'received', at: item.receipt?.receivedAt ?? '' }
  if (answer.outcome === 'refused')
    return { id: 'refused', ...(answer.reason ? { reason: answer.reason } : {}) }
  const report = reports.find(({ id }) => id === answer.into)
  return { id: report?.properties.status === 'solved' ? 'solved' : answer.outcome }
}

function actionOf(status: OutboxStatus, item: OutboxItem): RowAction {
  if (status.id === 'attention' || status.id === 'retry') return 'retry'
  return item.trail && ['accepted', 'merged', 'solved'].includes(status.id) ? 'trail' : null
}

/** What was received can be corrected; what still waits is better undone or sent first. */
function isCorrectable({ kind, state }: OutboxItem): boolean {
  return state === 'received' && (kind === 'heritage-point' || kind === 'trail-report')
}

function fieldsOf({ kind, label }: OutboxItem): Readonly<Record<string, unknown>> {
  if (kind === 'heritage-point') return { heritageKind: label }
  if (kind !== 'trail-report') return {}
  const [category, subtype] = (label ?? '').split('/')
  return { category, subtype }
}
