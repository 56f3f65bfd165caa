import type { UnreadableCode } from '../domain/observation/parse-observation.ts'

/**
 * Why one record of a push is kept aside instead of taken in. Words: `problems.record.<code>` for its author,
 * `desk.quarantine.why.<code>` for the office.
 */
export type RecordRefusal =
  | UnreadableCode
  | 'too-far-in-the-future'
  | 'wrong-device'
  | 'wrong-territory'
  | 'device-revoked'
  | 'heic-photo'
  | 'not-an-image'
  | 'not-a-voice'
