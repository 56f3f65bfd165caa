import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newDraft, toObservation } from '../../../../src/app/capture/notes/draft-observation.ts'
import {
  aboutWalk,
  gapMarkers,
  recordedFixes,
  walkRecords,
} from '../../../../src/app/capture/notes/walk-records.ts'
import type { Draft, StoredFix, Walk } from '../../../../src/app/storage/rows.ts'
import type { Repair } from '../../../../src/domain/geo/repair/repair-track.ts'
import { parseFixFile } from '../../../../src/domain/observation/fix-file.ts'
import { uuidV7 } from '../../../../src/domain/observation/ids.ts'
import { parseObservation } from '../../../../src/domain/observation/parse-observation.ts'
import { writeWalk } from '../../../../src/domain/observation/write-walk.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)
const id = (n: number) => uuidV7(START_MS + n, new Uint8Array(10).fill(n))
const WALK: Walk = {
  id: id(1),
  territory: 'landes-chalosse',
  trail: id(2),
  trailVersion: 3,
  trailName: 'La boucle',
  startedAtMs: START_MS,
  endedAtMs: START_MS + 60_000,
  state: 'ended',
  answers: { balisage: 'oui' },
  verdict: 'conforme',
}
const fixes: StoredFix[] = Array.from({ length: 40 }, (_, seq) => ({
  walk: WALK.id,
  seq,
  lon: -0.57,
  lat: 43.76 + seq * 1e-5,
  accuracyM: 5,
  atMs: START_MS + seq * 1_000 + (seq < 20 ? 0 : 300_000),
  monotonicMs: seq * 1_000 + (seq < 20 ? 0 : 300_000),
  visible: true,
}))
const events = [
  {
    walk: WALK.id,
    seq: 0,
    kind: 'gap' as const,
    reason: 'killed' as const,
    afterFixSeq: 19,
    atMs: START_MS + 320_000,
  },
]
const place = { lon: -0.57, lat: 43.76, accuracyM: 5, placedBy: 'fix' as const, atMs: START_MS }
const draft = (n: number, change: Partial<Draft>): Draft => ({
  ...newDraft('trail-report', {
    id: id(n),
    territory: 'landes-chalosse',
    nowMs: START_MS,
    walk: WALK.id,
    place,
  }),
  state: 'kept',
  fields: { category: 'securite' },
  ...change,
})
const sender = { device: id(9), nowMs: START_MS + 90_000, testId: id(8) }
const writer = {
  utf8: (text: string) => new TextEncoder().encode(text).buffer,
  sha256: (bytes: ArrayBuffer) =>
    Promise.resolve(createHash('sha256').update(new Uint8Array(bytes)).digest('hex')),
}
interface Change {
  readonly walk?: Walk
  readonly fixes?: readonly StoredFix[]
  readonly repairs?: readonly Repair[]
  readonly drafts?: readonly Draft[]
}
async function recordsOf({ walk = WALK, repairs = [], drafts = [], ...change }: Change = {}) {
  const heard = change.fixes ?? fixes
  const file = { fixes: recordedFixes(heard), gaps: gapMarkers(heard, events), repairs }
  const written = await writeWalk(file, aboutWalk(walk, sender.device, sender.nowMs), writer)
  return walkRecords({ walk, written, drafts, coverage: 0.62, direction: 1 }, sender)
}
const observationsOf = (batch: ReturnType<typeof walkRecords>) =>
  batch.records.map(({ bytes }) => {
    const parsed = parseObservation(JSON.parse(new TextDecoder().decode(bytes)))
    if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.field ?? ''}`)
    return parsed.observation
  })

describe('a finished walk', () => {
  it('[P02] [P03] sends its track in segments, with the hole and its cause, and the raw fixes beside', async () => {
    const batch = await recordsOf()
    const [track] = observationsOf(batch)
    expect(track?.id).toBe(WALK.id)
    if (track?.properties.kind !== 'track') throw new Error('not a track')
    expect((track.geometry as { coordinates: unknown[] }).coordinates).toHaveLength(2)
    expect(track.properties.gaps.map(({ reason }) => reason)).toEqual(['killed'])
    const file = parseFixFile(JSON.parse(new TextDecoder().decode(batch.blobs![0]!.bytes)))
    expect(file?.fixes).toHaveLength(40)
    expect(file?.gaps).toEqual([{ reason: 'killed', afterIndex: 19 }])
    expect(track.properties.fixes.sha256).toBe(batch.blobs![0]!.sha256)
  })

  it('[P05] what a watch filled in is named: its lines, its own fixes, the reason of the hole', async () => {
    const own = Array.from({ length: 60 }, (_, i) => ({
      lon: -0.57,
      lat: 43.76 + 20e-5 + i * 1e-6,
      atMs: START_MS + 22_000 + i * 4_900,
    }))
    const repair = { by: { name: 'Garmin', format: 'fit' }, clockOffsetMs: 0, fixes: own, gaps: [] }
    const batch = await recordsOf({ repairs: [repair] })
    const [track] = observationsOf(batch)
    if (track?.properties.kind !== 'track') throw new Error('not a track')
    expect((track.geometry as { coordinates: unknown[] }).coordinates).toHaveLength(3)
    expect(track.properties.gaps.map(({ reason }) => reason)).toEqual(['source', 'source'])
    expect(track.properties.filled).toMatchObject([
      { by: { name: 'Garmin', format: 'fit' }, reason: 'killed', lines: [1, 1], filledS: 289 },
    ])
    const file = parseFixFile(JSON.parse(new TextDecoder().decode(batch.blobs![0]!.bytes)))
    expect(file?.fixes).toHaveLength(40)
    expect(file?.repairs).toEqual([repair])
  })

  it('[P05] an imported walk says what recorded it', async () => {
    const walk: Walk = {
      ...WALK,
      source: 'import',
      file: { sha256: 'f'.repeat(64), name: 'Garmin Connect', format: 'gpx' },
    }
    const [track] = observationsOf(await recordsOf({ walk }))
    expect(track?.properties).toMatchObject({
      source: 'import',
      recordedBy: { name: 'Garmin Connect', format: 'gpx' },
    })
  })

  it('sends the test of the trail with the version that was walked and what was answered', async () => {
    const test = observationsOf(await recordsOf()).at(-1)
    expect(test?.properties).toMatchObject({
      kind: 'trail-test',
      trail: WALK.trail,
      trailVersion: 3,
      coverage: 0.62,
      verdict: 'conforme',
      answers: { balisage: 'oui' },
    })
  })

  it('[P16] sends what was kept, leaves what is incomplete as a draft, and drops neither', async () => {
    const incomplete = draft(5, { fields: {} })
    const open = draft(6, { state: 'open' })
    const batch = await recordsOf({ drafts: [draft(4, {}), incomplete, open] })
    expect(batch.drafts).toEqual([id(4)])
    expect(observationsOf(batch).map(({ properties }) => properties.kind)).toEqual([
      'track',
      'trail-report',
      'trail-test',
    ])
    expect(batch.walk).toMatchObject({ state: 'queued', test: sender.testId })
  })

  it('a walk without any fix is still a walk that can be sent', async () => {
    const [track] = observationsOf(await recordsOf({ fixes: [] }))
    expect((track?.geometry as { coordinates: unknown[] }).coordinates).toEqual([])
  })

  it('a draft without a place is not an observation yet', () => {
    const placeless = newDraft('all-clear', { id: id(4), territory: 'x', nowMs: START_MS })
    expect(toObservation(placeless, sender.device)).toBeNull()
  })
})
