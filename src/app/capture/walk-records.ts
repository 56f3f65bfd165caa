import type { GapMarker, Track } from '../../domain/geo/fix.ts'
import type { Repair } from '../../domain/geo/repair/repair-track.ts'
import {
  FIX_FILE_MEDIA_TYPE,
  writeFixFile,
  type RecordedFix,
} from '../../domain/observation/fix-file.ts'
import { blobsOf, SCHEMA_VERSION, type Observation } from '../../domain/observation/observation.ts'
import { parseObservation } from '../../domain/observation/parse-observation.ts'
import type { OutboxBatch } from '../storage/phone-storage.ts'
import type { BlobRow, Draft, OutboxItem, StoredFix, Walk, WalkEvent } from '../storage/rows.ts'
import { draftLabel, instantOf, toObservation } from './draft-observation.ts'
import { trackGeometry } from './track-geometry.ts'

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
  readonly fixes: readonly StoredFix[]
  readonly events: readonly WalkEvent[]
  /** What other recorders filled in. */
  readonly repairs: readonly Repair[]
  readonly track: Track
  readonly drafts: readonly Draft[]
  readonly coverage?: number
  readonly direction?: 1 | -1 | 0
}

export interface Sender {
  readonly device: string
  readonly nowMs: number
  readonly sha256: (bytes: ArrayBuffer) => Promise<string>
  /** The id of the trail test; the track's is the walk's. */
  readonly testId: string
}

/**
 * Everything a finished walk sends: its track with the raw fixes beside it, what was seen, and the test
 * of the trail. One batch: all of it goes to the outbox, or nothing.
 */
export async function walkRecords(finished: FinishedWalk, sender: Sender): Promise<OutboxBatch> {
  const { walk, drafts } = finished
  const fixFile = await fixBlob(finished, sender)
  const kept = drafts.filter((draft) => draft.state === 'kept')
  const seen = kept.map((draft) => toObservation(draft, sender.device))
  const observations = [
    trackObservation(finished, sender, fixFile),
    ...seen.filter((observation) => observation !== null),
    ...(walk.trail ? [testObservation(finished, sender)] : []),
  ]
  const sent = new Set(observations.map(({ id }) => id))
  return {
    records: observations.map((observation) => toRecord(observation, sender.nowMs, walk.trailName)),
    blobs: [fixFile],
    walk: { ...walk, state: 'queued', test: sender.testId },
    drafts: kept.filter((draft) => sent.has(draft.id)).map((draft) => draft.id),
  }
}

/** One thing seen, sent on its own. `null` when it is not complete yet. */
export function draftRecord(draft: Draft, device: string, nowMs: number): OutboxBatch | null {
  const observation = toObservation(draft, device)
  if (!observation) return null
  return { records: [toRecord(observation, nowMs, draftLabel(draft))], drafts: [draft.id] }
}

function toRecord(
  observation: Observation,
  nowMs: number,
  label: string | undefined,
): OutboxBatch['records'][number] {
  const { properties } = observation
  const item: OutboxItem = {
    id: observation.id,
    kind: properties.kind,
    territory: properties.territory,
    state: 'waiting',
    queuedAtMs: nowMs,
    blobs: blobsOf(observation),
    attempts: 0,
    nextAttemptAtMs: 0,
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

async function fixBlob(
  { fixes, events, repairs }: FinishedWalk,
  { sha256 }: Sender,
): Promise<BlobRow> {
  const text = writeFixFile({
    fixes: recordedFixes(fixes),
    gaps: gapMarkers(fixes, events),
    repairs,
  })
  const bytes = new TextEncoder().encode(text).buffer
  return { sha256: await sha256(bytes), bytes, mediaType: FIX_FILE_MEDIA_TYPE }
}

function trackObservation(
  { walk, fixes, track }: FinishedWalk,
  sender: Sender,
  blob: BlobRow,
): Observation {
  const { coordinates, gaps, filled } = trackGeometry(track)
  const { file } = walk
  return read({
    type: 'Feature',
    id: walk.id,
    geometry: { type: 'MultiLineString', coordinates },
    properties: {
      ...common(walk, sender),
      kind: 'track',
      source: walk.source ?? 'recorder',
      startedAt: instantOf(fixes[0]?.atMs ?? walk.startedAtMs),
      endedAt: instantOf(fixes.at(-1)?.atMs ?? walk.endedAtMs ?? walk.startedAtMs),
      fixes: {
        sha256: blob.sha256,
        bytes: blob.bytes.byteLength,
        mediaType: blob.mediaType,
        count: fixes.length,
      },
      gaps,
      ...(filled.length > 0 ? { filled } : {}),
      ...(file ? { recordedBy: { name: file.name, format: file.format } } : {}),
    },
  })
}

function testObservation({ walk, coverage, direction }: FinishedWalk, sender: Sender): Observation {
  return read({
    type: 'Feature',
    id: sender.testId,
    geometry: null,
    properties: {
      ...common(walk, sender),
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

function common(walk: Walk, { device, nowMs }: Sender) {
  return {
    schema: SCHEMA_VERSION,
    territory: walk.territory,
    walk: walk.id,
    device,
    createdAt: instantOf(nowMs),
    ...(walk.trail ? { trail: walk.trail } : {}),
  }
}

/** What we made ourselves must be readable: anything else is a fault of this program. */
function read(raw: unknown): Observation {
  const parsed = parseObservation(raw)
  if (!parsed.ok) throw new Error(`walkRecords: ${parsed.code} ${parsed.field ?? ''}`)
  return parsed.observation
}
