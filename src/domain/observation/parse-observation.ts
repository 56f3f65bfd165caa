import type * as z from 'zod/mini'
import { hostileMember } from './hostile-member.ts'
import { UUID_V7 } from './ids.ts'
import {
  OBSERVATION_SCHEMAS,
  SCHEMA_VERSION,
  type Observation,
  type ObservationKind,
} from './observation.ts'
import { isRecord } from './is-record.ts'

/** Why a record cannot be read. Its raw form is kept in quarantine, never dropped (promise P09). */
export type UnreadableCode =
  | 'not-a-feature'
  | 'no-id'
  | 'unknown-kind'
  | 'newer-schema'
  | 'outside-the-world'
  | 'invalid-field'

export type ParsedObservation =
  | { readonly ok: true; readonly observation: Observation }
  | { readonly ok: false; readonly code: UnreadableCode; readonly field?: string }

/**
 * Reads one observation at a border. Unknown members survive; nothing is repaired in silence.
 * A record of a newer schema is refused as such, so that an older reader can keep it for later.
 */
export function parseObservation(raw: unknown): ParsedObservation {
  if (!isRecord(raw) || raw['type'] !== 'Feature' || !isRecord(raw['properties'])) {
    return { ok: false, code: 'not-a-feature' }
  }
  if (typeof raw['id'] !== 'string' || !UUID_V7.test(raw['id'])) return { ok: false, code: 'no-id' }
  const { kind, schema } = raw['properties']
  if (typeof schema === 'number' && schema > SCHEMA_VERSION) {
    return { ok: false, code: 'newer-schema' }
  }
  if (!isKind(kind)) return { ok: false, code: 'unknown-kind' }
  const hostile = hostileMember(raw)
  if (hostile !== undefined) return { ok: false, code: 'invalid-field', field: hostile }
  const parsed = OBSERVATION_SCHEMAS[kind].safeParse(raw)
  if (parsed.success) return { ok: true, observation: parsed.data }
  return refusal(parsed.error)
}

function refusal(error: z.core.$ZodError): ParsedObservation {
  const first = error.issues[0]
  const code = first?.message === 'outside-the-world' ? 'outside-the-world' : 'invalid-field'
  return first && first.path.length > 0
    ? { ok: false, code, field: first.path.join('.') }
    : { ok: false, code }
}

function isKind(value: unknown): value is ObservationKind {
  return typeof value === 'string' && Object.hasOwn(OBSERVATION_SCHEMAS, value)
}
