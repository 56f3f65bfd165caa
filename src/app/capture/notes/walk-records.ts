import type { GapMarker } from '../../../domain/geo/fix.ts'
import type { RecordedFix } from '../../../domain/observation/fix-file.ts'
import {
  blobsOf,
  SCHEMA_VERSION,
  type Observation,
} from '../../../domain/observation/observation.ts'
import { parseObservation } from '../../../domain/observation/parse-observation.ts'
import type { AboutWalk, WrittenWalk } from '../../../domain/observation/write-walk.ts'
import type { OutboxBatch } from '../../storage/phone-storage.ts'
import type { Draft, OutboxItem, StoredFix, Walk, WalkEvent } from '../../storage/rows.ts'
import { draftLabel, instantOf, toObservation } from './draft-observation.ts'

/** The holes whose reason the recorder knows, by index into the fixes. */
export function gapMarkers(
  fixes: readonly StoredFix[],
  events: readonly WalkEvent[],
): readonly GapMarker[] {
  const indexOf = new Map(fixes.map((fix, index) => [fix.seq, index]))
  return events.flatMap(({ reason, afterFixSeq }) => {
    const afterIndex = indexOf.get(afterFixSeq)
    return afterIndex === undefined ? [] : [{ reason, afterIndex }]
  })
}

/** The columns of the log, without the phone's own keys. */
export function recordedFixes(fixes: readonly StoredFix[]): readonly RecordedFix[] {
  return fixes.map(({ walk: _walk, seq: _seq, ...fix }) => fix)
}

export interface FinishedWalk {
  readonly walk: Walk
  /** Its fixes and its track, as they travel: written beside the page. */
  readonly written: WrittenWalk
  readonly drafts: readonly Draft[]
  readonly coverage?: number
  readonly direction?: 1 | -1 | 0
}

export interface Sender {
  readonly device: string
  readonly nowMs: number
  /** The id of the trail test; the track's is the walk's. */
  readonly testId: string
}

/**
 * Everything a finished walk sends: its track with the raw fixes beside it, what was seen, and the test
 * of the trail. One batch: all of it goes to the outbox, or nothing.
 */
export function walkRecords(finished: FinishedWalk, sender: Sender): OutboxBatch {
  const { walk, written, drafts } = finished
  const kept = drafts.filter((draft) => draft.state === 'kept')
  const seen = kept.map((draft) => toObservation(draft, sender.device))
  const observations = [
    ...seen.filter((observation) => observation !== null),
    ...(walk.trail ? [testObservation(finished, sender)] : []),
  ]
  const sent = new Set(observations.map(({ id }) => id))
  return {
    records: [
      trackOfOutbox(walk, written, sender.nowMs),
      ...observations.map((observation) => toRecord(observation, sender.nowMs, walk.trailName)),
    ],
    blobs: [written.fixes],
    walk: { ...walk, state: 'queued', test: sender.testId },
    drafts: kept.filter((draft) => sent.has(draft.id)).map((draft) => draft.id),
  }
}

/** What a walk is, besides its fixes. */
export function aboutWalk(walk: Walk, device: string, nowMs: number): AboutWalk {
  const { file } = walk
  return {
    id: walk.id,
    territory: walk.territory,
    device,
    source: walk.source ?? 'recorder',
    startedAtMs: walk.startedAtMs,
    endedAtMs: walk.endedAtMs ?? walk.startedAtMs,
    createdAtMs: nowMs,
    ...(walk.trail ? { trail: walk.trail } : {}),
    ...(file ? { recordedBy: { name: file.name, format: file.format } } : {}),
  }
}

/** One thing seen, sent on its own. `null` when it is not complete yet. */
export function draftRecord(draft: Draft, device: string, nowMs: number): OutboxBatch | null {
  const observation = toObservation(draft, device)
  if (!observation) return null
  return { records: [toRecord(observation, nowMs, draftLabel(draft))], drafts: [draft.id] }
}

function trackOfOutbox(
  walk: Walk,
  { record, blobs }: WrittenWalk,
  nowMs: number,
): OutboxBatch['records'][number] {
  const { id, territory, trail, trailName } = walk
  const item: OutboxItem = {
    ...{ id, kind: 'track', territory, walk: id, blobs, ...NEW_ITEM, queuedAtMs: nowMs },
    ...(trail ? { trail } : {}),
    ...(trailName ? { label: trailName } : {}),
  }
  return { item, bytes: record }
}

const NEW_ITEM = { state: 'waiting', attempts: 0, nextAttemptAtMs: 0 } as const

function toRecord(
  observation: Observation,
  nowMs: number,
  label: string | undefined,
): OutboxBatch['records'][number] {
  const { properties } = observation
  const item: OutboxItem = {
    ...NEW_ITEM,
    id: observation.id,
    kind: properties.kind,
    territory: properties.territory,
    queuedAtMs: nowMs,
    blobs: blobsOf(observation),
    ...(properties.walk ? { walk: properties.walk } : {}),
    ...(properties.trail ? { trail: properties.trail } : {}),
    ...labelled(observation, label),
  }
  return { item, bytes: new TextEncoder().encode(JSON.stringify(observation)).buffer }
}

function labelled(observation: Observation, label: string | undefined): { label?: string } {
  const { properties } = observation
  if (properties.kind === 'heritage-point') return { label: properties.heritageKind }
  if (properties.kind === 'trail-report')
    return {
      label: properties.subtype
        ? `${properties.category}/${properties.subtype}`
        : properties.category,
    }
  return label ? { label } : {}
}

function testObservation({ walk, coverage, direction }: FinishedWalk, sender: Sender): Observation {
  return read({
    type: 'Feature',
    id: sender.testId,
    geometry: null,
    properties: {
      schema: SCHEMA_VERSION,
      territory: walk.territory,
      walk: walk.id,
      device: sender.device,
      createdAt: instantOf(sender.nowMs),
      ...(walk.trail ? { trail: walk.trail } : {}),
      kind: 'trail-test',
      trailVersion: walk.trailVersion ?? 1,
      startedAt: instantOf(walk.startedAtMs),
      endedAt: instantOf(walk.endedAtMs ?? sender.nowMs),
      answers: walk.answers,
      ...(coverage === undefined ? {} : { coverage }),
      ...(direction === undefined ? {} : { direction }),
      ...(walk.verdict ? { verdict: walk.verdict } : {}),
      ...(walk.text ? { text: walk.text } : {}),
    },
  })
}

/** What we made ourselves must be readable: anything else is a fault of this program. */
function read(raw: unknown): Observation {
  const parsed = parseObservation(raw)
  if (!parsed.ok) throw new Error(`walkRecords: ${parsed.code} ${parsed.field ?? ''}`)
  return parsed.observation
}
