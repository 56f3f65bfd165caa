import { DAY_MS } from '../../domain/day.ts'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Role } from '../../contract/access.ts'
import { territory as territorySchema, type Territory } from '../../domain/catalogue/territory.ts'
import { parseFixFile, writeFixFile } from '../../domain/observation/fix-file.ts'

/** The demonstration as its files tell it, moved to the reader's own time. */
export interface Demo {
  readonly territory: Territory
  readonly people: readonly DemoPerson[]
  /** In the order things arrived. */
  readonly log: readonly DemoLine[]
  readonly blobs: readonly Uint8Array[]
}

export interface DemoPerson {
  readonly account: string
  readonly device: string
  readonly createdAt: string
  readonly pseudonym: string
  readonly role: Role
  readonly association?: string
}

export interface DemoLine {
  readonly receivedAt: string
  readonly account: string
  readonly device: string
  readonly record: { readonly properties: { readonly kind: string; readonly action?: string } }
}

/** By how many whole days the story moves, so that none of it lies in the future. */
export function demoShiftMs(storyTodayMs: number, nowMs: number): number {
  return Math.floor((nowMs - storyTodayMs) / DAY_MS) * DAY_MS
}

/** Reads the day from which the story is told. */
export async function readDemoToday(folder: string): Promise<number> {
  const { today } = (await readJson(join(folder, 'people.json'))) as { today: string }
  return Date.parse(today)
}

/** Reads the whole demonstration, every instant moved. Ids stay: they are names, not dates. */
export async function readDemo(folder: string, shiftMs: number): Promise<Demo> {
  const territory = territorySchema.parse(await readJson(join(folder, 'territory.json')))
  const { people } = (await readJson(join(folder, 'people.json'))) as { people: DemoPerson[] }
  const { blobs, renamed } = await readBlobs(join(folder, 'blobs'), shiftMs)
  const lines = (await readFile(join(folder, 'log.ndjson'), 'utf8')).trim().split('\n')
  const move = (value: unknown) => moved(value, shiftMs, renamed)
  return {
    territory,
    people: move(people) as DemoPerson[],
    log: lines.map((line) => move(JSON.parse(line)) as DemoLine),
    blobs,
  }
}

type Renamed = ReadonlyMap<string, { readonly sha256: string; readonly bytes: number }>

/** A fix file holds instants: moved, it is another file with another name. */
async function readBlobs(
  folder: string,
  shiftMs: number,
): Promise<{ blobs: Uint8Array[]; renamed: Renamed }> {
  const renamed = new Map<string, { sha256: string; bytes: number }>()
  const blobs: Uint8Array[] = []
  for (const name of (await readdir(folder)).sort()) {
    const bytes = await readFile(join(folder, name))
    const [sha256 = '', ending] = name.split('.')
    const blob = ending === 'fixes' ? movedFixes(bytes, shiftMs) : bytes
    blobs.push(blob)
    renamed.set(sha256, {
      sha256: createHash('sha256').update(blob).digest('hex'),
      bytes: blob.length,
    })
  }
  return { blobs, renamed }
}

function movedFixes(bytes: Uint8Array, shiftMs: number): Uint8Array {
  const file = parseFixFile(JSON.parse(new TextDecoder().decode(bytes)))
  if (!file) throw new Error('A fix file of the demonstration cannot be read.')
  const fixes = file.fixes.map((fix) => ({ ...fix, atMs: fix.atMs + shiftMs }))
  const repairs = (file.repairs ?? []).map((repair) => ({
    ...repair,
    clockOffsetMs: repair.clockOffsetMs + shiftMs,
  }))
  return new TextEncoder().encode(writeFixFile({ fixes, gaps: file.gaps, repairs }))
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/

function moved(value: unknown, shiftMs: number, renamed: Renamed): unknown {
  if (typeof value === 'string' && INSTANT.test(value)) {
    return new Date(Date.parse(value) + shiftMs).toISOString()
  }
  if (Array.isArray(value)) return value.map((one) => moved(one, shiftMs, renamed))
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value).map(([key, one]) => [key, moved(one, shiftMs, renamed)])
  const copy = Object.fromEntries(members) as Record<string, unknown>
  const blob = renamed.get(String(copy['sha256']))
  return blob ? { ...copy, ...blob } : copy
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'))
}
