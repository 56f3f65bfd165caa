import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/observation/canonical.ts'

/** Content hash of a record: SHA-256 of its canonical JSON, hexadecimal. Same record, same hash, whoever computes it. */
export function recordHash(record: unknown): string {
  return createHash('sha256').update(canonicalJson(record)).digest('hex')
}
