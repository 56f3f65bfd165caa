import type { Role } from '../../contract/access.ts'

/** A person, known by a pseudonym, in one territory. */
export interface AccountRow {
  readonly id: string
  readonly pseudonym: string
  readonly role: Role
  readonly association?: string
  readonly createdAt: string
}

/** One phone or one browser of an account. */
export interface DeviceRow {
  readonly id: string
  readonly account: string
  readonly createdAt: string
  readonly lastSeenAt?: string
  readonly revokedAt?: string
}

/** A signed-in device; the token itself is never stored. */
export interface SessionRow {
  readonly tokenHash: string
  readonly territory: string
  readonly account: string
  readonly device: string
  readonly createdAt: string
  readonly expiresAt: string
}

/** What every request asks for first. */
export interface SignedIn {
  readonly session: SessionRow
  readonly account: AccountRow
  readonly device: DeviceRow
}

/** A way in, used once. Neither the token nor the code is stored. */
export interface InvitationRow {
  readonly id: string
  readonly territory: string
  readonly role: Role
  readonly association?: string
  readonly tokenHash: string
  readonly codeHash: string
  /** The account that made it; absent when it came from the console. */
  readonly createdBy?: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly usedAt?: string
  readonly usedByDevice?: string
  /** The account that it made or joined. */
  readonly account?: string
}

/** Who did what to whom, without personal data beyond ids. */
export interface AuditRow {
  readonly id: string
  readonly at: string
  /** The account; `console` for the command line. */
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly details: Readonly<Record<string, string | number | boolean>>
}
