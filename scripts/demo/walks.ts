import type { Position } from 'geojson'
import { deriveTrack } from '../../src/domain/geo/derive-track.ts'
import { simplifyLine } from '../../src/domain/geo/simplify.ts'
import {
  FIX_FILE_MEDIA_TYPE,
  writeFixFile,
  type RecordedFix,
} from '../../src/domain/observation/fix-file.ts'
import { simulateWalk, type WalkOptions } from '../../tests/support/simulator/simulate-walk.ts'
import { groundOf } from './draw-line.ts'
import type { Ledger } from './ledger.ts'
import type { Person } from './people.ts'
import type { DemoTrail } from './trails.ts'

export interface DrawnTrail extends DemoTrail {
  readonly id: string
  readonly line: readonly Position[]
}

export interface DemoWalk extends Omit<WalkOptions, 'startAtMs' | 'terrain'> {
  readonly by: Person
  readonly daysAgo: number
  readonly source?: 'simulation' | 'import'
}

export interface Walked {
  readonly id: string
  readonly by: Person
  readonly startAtMs: number
  readonly endAtMs: number
}

/** One outing: the fixes of a simulated phone, the file of them, and the track made from them. */
export function walk(ledger: Ledger, trail: DrawnTrail, options: DemoWalk): Walked {
  const startAtMs = ledger.at(options.daysAgo, 7, options.seed % 50)
  const { fixes } = simulateWalk(trail.line, {
    samplingS: 5,
    stops: 2,
    stopS: [60, 180],
    environment: 'mixed',
    altimeter: 'good-phone',
    ...options,
    startAtMs,
    terrain: groundOf(trail.seed, trail.drawing.relief),
  })
  const recorded = fixes.map((fix): RecordedFix => ({
    ...fix,
    atMs: fix.atMs ?? startAtMs,
    monotonicMs: (fix.atMs ?? startAtMs) - startAtMs + 60_000,
    visible: true,
  }))
  const bytes = new TextEncoder().encode(writeFixFile({ fixes: recorded, gaps: [] }))
  const { sha256 } = ledger.addBlob(bytes, 'fixes')
  const track = deriveTrack(recorded)
  const endAtMs = recorded.at(-1)!.atMs
  const lines = track.segments
    .filter((segment) => segment.length > 1)
    .map((segment) =>
      simplifyLine(
        segment.map(({ lon, lat }) => [six(lon), six(lat)]),
        1.5,
      ),
    )
  const gaps = track.gaps.map(({ reason, fromAtMs, toAtMs }) => ({
    reason,
    ...(fromAtMs === undefined ? {} : { fromAt: new Date(fromAtMs).toISOString() }),
    ...(toAtMs === undefined ? {} : { toAt: new Date(toAtMs).toISOString() }),
  }))
  const id = ledger.observe(
    options.by,
    endAtMs,
    { type: 'MultiLineString', coordinates: lines },
    {
      kind: 'track',
      trail: trail.id,
      source: options.source ?? 'simulation',
      startedAt: new Date(startAtMs).toISOString(),
      endedAt: new Date(endAtMs).toISOString(),
      fixes: {
        sha256,
        bytes: bytes.length,
        mediaType: FIX_FILE_MEDIA_TYPE,
        count: recorded.length,
      },
      gaps: lines.length > 1 ? gaps : [],
    },
  )
  return { id, by: options.by, startAtMs, endAtMs }
}

const SATISFIED = {
  balisage: 'oui',
  depart: 'oui',
  stationnement: 'oui',
  sol: 'bon',
  boue: 'un-peu',
  securite: 'oui',
  difficulte: 'juste',
  'avec-enfants': 'oui',
  'en-fauteuil': 'non',
  'avec-chien': 'oui',
  proprete: 'oui',
}

/** The test sheet filled in after a walk. */
export function testSheet(
  ledger: Ledger,
  trail: DrawnTrail,
  walked: Walked,
  verdict: 'conforme' | 'avec-reserves' | 'non-conforme',
  more: { readonly answers?: Record<string, string>; readonly text?: string } = {},
): string {
  return ledger.observe(walked.by, walked.endAtMs + 240_000, null, {
    kind: 'trail-test',
    trail: trail.id,
    walk: walked.id,
    trailVersion: 1,
    startedAt: new Date(walked.startAtMs).toISOString(),
    endedAt: new Date(walked.endAtMs).toISOString(),
    verdict,
    answers: { ...SATISFIED, ...more.answers },
    ...(more.text ? { text: more.text } : {}),
  })
}

function six(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
