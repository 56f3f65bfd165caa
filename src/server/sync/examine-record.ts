import { DAY_MS } from '../../domain/day.ts'
import type { RecordRefusal } from '../../contract/record-refusal.ts'
import { UUID_V7 } from '../../domain/observation/ids.ts'
import { blobsOf, type Observation } from '../../domain/observation/observation.ts'
import { parseObservation } from '../../domain/observation/parse-observation.ts'
import { recordHash } from '../storage/record-hash.ts'
import type { Sender } from '../storage/records.ts'

/** A record as it came, with what the server can say of it before looking into the store. */
export interface ExaminedRecord extends Sender {
  /** Empty when it had no readable id. */
  readonly id: string
  readonly json: string
  readonly hash: string
  readonly verdict:
    | { readonly ok: true; readonly observation: Observation; readonly blobs: readonly string[] }
    | {
        readonly ok: false
        readonly code: RecordRefusal
        readonly field?: string
        /** Of a readable record: kept with it, for as long as somebody may take it in. */
        readonly blobs?: readonly string[]
      }
}

export interface ExaminedBy extends Sender {
  readonly territory: string
  readonly revoked: boolean
}

/** A phone's clock may be wrong; an id of the day after tomorrow is kept aside (promise P14). */
const FUTURE_MS = DAY_MS
const FIELD_LENGTH = 200

/** Rules S5 to S8: readable, from this device, of this territory, not from the future. */
export function examineRecord(raw: unknown, by: ExaminedBy): ExaminedRecord {
  const { account, device, receivedAt } = by
  const json = JSON.stringify(raw) ?? 'null'
  const hash = recordHash(raw)
  return { account, device, receivedAt, json, hash, id: idOf(raw), verdict: judge(raw, by) }
}

function judge(raw: unknown, by: ExaminedBy): ExaminedRecord['verdict'] {
  const parsed = parseObservation(raw)
  if (by.revoked) {
    const code = 'device-revoked'
    return parsed.ok ? { ok: false, code, blobs: namesOf(parsed.observation) } : { ok: false, code }
  }
  if (!parsed.ok) {
    const { code, field } = parsed
    return field === undefined ? { ok: false, code } : { ok: false, code, field: printable(field) }
  }
  const { observation } = parsed
  const { properties } = observation
  const blobs = namesOf(observation)
  const keptAside = (code: RecordRefusal, field: string) =>
    ({ ok: false, code, field, blobs }) as const
  if (properties.territory !== by.territory)
    return keptAside('wrong-territory', 'properties.territory')
  if (properties.device !== by.device) return keptAside('wrong-device', 'properties.device')
  if (madeAtMs(observation.id) > Date.parse(by.receivedAt) + FUTURE_MS) {
    return keptAside('too-far-in-the-future', 'id')
  }
  return { ok: true, observation, blobs }
}

function namesOf(observation: Observation): readonly string[] {
  return [...new Set(blobsOf(observation).map((blob) => blob.sha256))]
}

function idOf(raw: unknown): string {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined
  return typeof id === 'string' && UUID_V7.test(id) ? id : ''
}

/** The phone that a record says it was made on, when that is the id of a phone. */
export function deviceOf(raw: unknown): string | undefined {
  const properties = (raw as { properties?: { device?: unknown } | null } | null)?.properties
  const device = properties?.device
  return typeof device === 'string' && UUID_V7.test(device) ? device : undefined
}

/** The first 48 bits of a UUID version 7 are its instant. */
function madeAtMs(id: string): number {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** A field's name may hold anything the sender put there. */
function printable(field: string): string {
  return field.replace(/\p{C}/gu, '?').slice(0, FIELD_LENGTH)
}
