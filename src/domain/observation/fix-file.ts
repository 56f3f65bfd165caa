import * as z from 'zod/mini'
import { GAP_REASONS, type Fix, type GapMarker } from '../geo/fix.ts'
import type { Repair } from '../geo/repair/repair-track.ts'

/**
 * The raw recording as it travels: every fix as received and every reason for a hole, in the order
 * they happened. Columns, because four hours at one fix a second are 14,400 rows.
 */
export const FIX_FILE_MEDIA_TYPE = 'application/vnd.jalon.fixes+json'

/** One fix of the recorder's log: what the receiver said, and when the phone heard it. */
export interface RecordedFix extends Fix {
  readonly atMs: number
  /** The phone's monotonic clock: never goes back, whatever the wall clock does (promise P14). */
  readonly monotonicMs: number
  readonly visible: boolean
}

/** Row layout of version 1. Append only: a new column goes at the end, with a new version. */
export const FIX_COLUMNS = [
  'atMs',
  'lon',
  'lat',
  'eleM',
  'accuracyM',
  'eleAccuracyM',
  'speedMS',
  'headingDeg',
  'monotonicMs',
  'visible',
] as const

/** Row layout of what another recorder filled in. Append only, as above. */
const REPAIR_COLUMNS = ['atMs', 'lon', 'lat', 'eleM', 'accuracyM', 'speedMS'] as const

const cell = z.nullable(z.number())
const markers = z.array(z.looseObject({ reason: z.enum(GAP_REASONS), afterIndex: z.int() }))
const repairOfFile = z.looseObject({
  by: z.looseObject({
    name: z.string().check(z.maxLength(200)),
    format: z.string().check(z.maxLength(20)),
  }),
  clockOffsetMs: z.number(),
  columns: z.array(z.string()).check(z.refine((names) => names.join() === REPAIR_COLUMNS.join())),
  rows: z.array(z.array(cell).check(z.length(REPAIR_COLUMNS.length))).check(z.maxLength(200_000)),
  gaps: markers,
})
const fixFile = z.looseObject({
  format: z.literal('jalon-fixes'),
  version: z.literal(1),
  columns: z.array(z.string()).check(z.refine((names) => names.join() === FIX_COLUMNS.join())),
  rows: z.array(z.array(cell).check(z.length(FIX_COLUMNS.length))).check(z.maxLength(200_000)),
  gaps: markers,
  /** What other recorders filled in, each under its own name: never among the rows above (promise P05). */
  repairs: z.optional(z.array(repairOfFile).check(z.maxLength(20))),
})

export interface FixFile {
  readonly fixes: readonly RecordedFix[]
  readonly gaps: readonly GapMarker[]
  readonly repairs?: readonly Repair[]
}

/** The text of a fix file. Deterministic, so that the same walk always has the same hash. */
export function writeFixFile({ fixes, gaps, repairs = [] }: FixFile): string {
  const rows = fixes.map((fix) => [
    fix.atMs,
    fix.lon,
    fix.lat,
    fix.eleM ?? null,
    fix.accuracyM ?? null,
    fix.eleAccuracyM ?? null,
    fix.speedMS ?? null,
    fix.headingDeg ?? null,
    fix.monotonicMs,
    fix.visible ? 1 : 0,
  ])
  const file = { format: 'jalon-fixes', version: 1, columns: FIX_COLUMNS, rows, gaps }
  return JSON.stringify(
    repairs.length === 0 ? file : { ...file, repairs: repairs.map(writeRepair) },
  )
}

function writeRepair({ by, clockOffsetMs, fixes, gaps }: Repair) {
  const rows = fixes.map((fix) => REPAIR_COLUMNS.map((column) => fix[column] ?? null))
  return { by, clockOffsetMs, columns: REPAIR_COLUMNS, rows, gaps }
}

/** Reads a fix file; `null` when it is not one. Members it does not know stay in the file's own bytes. */
export function parseFixFile(raw: unknown): FixFile | null {
  const parsed = fixFile.safeParse(raw)
  if (!parsed.success) return null
  const fixes = parsed.data.rows.map(toFix)
  if (fixes.some((fix) => fix === null)) return null
  const repairs = (parsed.data.repairs ?? []).map(readRepair)
  if (repairs.some((repair) => repair === null)) return null
  return {
    fixes: fixes.filter((fix) => fix !== null),
    gaps: parsed.data.gaps.map(toMarker),
    ...(repairs.length === 0 ? {} : { repairs: repairs.filter((repair) => repair !== null) }),
  }
}

function readRepair({
  by,
  clockOffsetMs,
  rows,
  gaps,
}: z.infer<typeof repairOfFile>): Repair | null {
  const fixes: Fix[] = []
  for (const [atMs, lon, lat, eleM, accuracyM, speedMS] of rows) {
    if (atMs == null || lon == null || lat == null || !isInTheWorld(lon, lat)) return null
    fixes.push({ atMs, lon, lat, ...present({ eleM, accuracyM, speedMS }) })
  }
  return {
    by: { name: by.name, format: by.format },
    clockOffsetMs,
    fixes,
    gaps: gaps.map(toMarker),
  }
}

function toMarker({ reason, afterIndex }: GapMarker): GapMarker {
  return { reason, afterIndex }
}

function isInTheWorld(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90
}

function toFix(row: readonly (number | null)[]): RecordedFix | null {
  const [atMs, lon, lat, eleM, accuracyM, eleAccuracyM, speedMS, headingDeg, monotonicMs, visible] =
    row
  if (atMs == null || lon == null || lat == null || monotonicMs == null) return null
  if (!isInTheWorld(lon, lat)) return null
  return {
    atMs,
    lon,
    lat,
    monotonicMs,
    visible: visible === 1,
    ...present({ eleM, accuracyM, eleAccuracyM, speedMS, headingDeg }),
  }
}

function present(values: Record<string, number | null | undefined>): Partial<Fix> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null))
}
