import { codeOf } from '../error-code.ts'

/** Why a database does not do what it is asked, as far as somebody can do something about it. */
export type DatabaseTrouble =
  | 'host-unknown'
  | 'refused'
  | 'missing'
  | 'no-rights'
  | 'needs-tls'
  | 'no-tls'
  | 'certificate'
  | 'busy'
  | 'read-only'
  | 'full'
  | 'locked'
  | 'damaged'
  | 'other-tables'

/** Codes of PostgreSQL (five signs), of the system, and of TLS. */
const BY_CODE: Readonly<Record<string, DatabaseTrouble>> = {
  ENOTFOUND: 'host-unknown',
  EAI_AGAIN: 'host-unknown',
  '28P01': 'refused',
  '28000': 'refused',
  '3D000': 'missing',
  '42501': 'no-rights',
  '53300': 'busy',
  '57P03': 'busy',
  '25006': 'read-only',
  '53100': 'full',
  ENOSPC: 'full',
  EDQUOT: 'full',
  SQLITE_FULL: 'full',
  SQLITE_NOTADB: 'damaged',
  '42P01': 'other-tables',
  '42P07': 'other-tables',
  '42703': 'other-tables',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  CERT_HAS_EXPIRED: 'certificate',
}

/** What the drivers say in words alone. */
const BY_WORDS: readonly (readonly [RegExp, DatabaseTrouble])[] = [
  [/pg_hba\.conf .*no encryption$/, 'needs-tls'],
  [/does not support SSL connections/, 'no-tls'],
  [/client password must be/, 'refused'],
  [/^(table|index|view) .* already exists$|^no such (table|column)/, 'other-tables'],
]

/** `null` for what is none of these. */
export function databaseTrouble(error: unknown): DatabaseTrouble | null {
  const code = codeOf(error)
  const words = error instanceof Error ? error.message : ''
  const [, said] = BY_WORDS.find(([pattern]) => pattern.test(words)) ?? []
  if (said) return said
  if (code.startsWith('SQLITE_CORRUPT')) return 'damaged'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'locked'
  return BY_CODE[code] ?? null
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // Shut down by an administrator; a statement, or the wait for a lock, that took too long.
  '57P01',
  '57014',
  '55P03',
])
/** The driver says these without a code. */
const AWAY_WORDS = /connection timeout|timeout exceeded|Connection terminated|Query read timeout/i

/** A database that does not answer, now: the same question may well be answered in a while. */
export function isDatabaseAway(error: unknown): boolean {
  return AWAY.has(codeOf(error)) || (error instanceof Error && AWAY_WORDS.test(error.message))
}
