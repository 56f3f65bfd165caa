/** A passkey of an account: its public half, which is no secret. */
export interface PasskeyRow {
  /** The credential's own id, base64url. */
  readonly id: string
  readonly account: string
  /** The device it was added on: gone with it when that is revoked. */
  readonly device: string
  /** What its owner calls it. */
  readonly name: string
  /** COSE, base64url. */
  readonly publicKey: string
  /** The host it was made for: it proves nothing to another. */
  readonly rpId: string
  /** How often it has signed, where it counts; it never goes back. */
  readonly counter: number
  readonly transports: readonly string[]
  readonly createdAt: string
  readonly lastUsedAt?: string
}

/** The code on paper of an account: the code itself is never stored. */
export interface RecoveryCodeRow {
  readonly account: string
  readonly codeHash: string
  readonly createdAt: string
  readonly usedAt?: string
}

/** What a passkey is asked to sign: once, for one purpose, within minutes. */
export interface ChallengeRow {
  readonly challenge: string
  readonly purpose: 'add' | 'sign-in'
  /** Who adds; empty for whoever signs in. */
  readonly account: string
  readonly expiresAt: string
}

/** The keys of those who decide: how they come back without an invitation. */
export interface KeyTables {
  /** `false`, and nothing is stored, when this credential is known, whoever has it. */
  addPasskey(territory: string, passkey: PasskeyRow): Promise<boolean>
  /** Found by its id, before the territory is known. */
  getPasskey(
    id: string,
  ): Promise<{ readonly territory: string; readonly passkey: PasskeyRow } | undefined>
  /** Oldest first. */
  listPasskeys(territory: string, account: string): Promise<readonly PasskeyRow[]>
  /** Notes a use, unless another one came in between: only one of two at the same time is told `true`. */
  usePasskey(
    id: string,
    use: { readonly from: number; readonly counter: number; readonly usedAt: string },
  ): Promise<boolean>
  removePasskeys(territory: string, ids: readonly string[]): Promise<void>
  /** A new code voids the former one of the account. */
  putRecoveryCode(territory: string, code: RecoveryCodeRow): Promise<void>
  recoveryCodeOf(territory: string, account: string): Promise<RecoveryCodeRow | undefined>
  getRecoveryCode(
    codeHash: string,
  ): Promise<{ readonly territory: string; readonly code: RecoveryCodeRow } | undefined>
  /** Marks it used, unless it was: only one of those who try at the same time is told `true`. */
  claimRecoveryCode(codeHash: string, usedAt: string): Promise<boolean>
  removeRecoveryCode(territory: string, account: string): Promise<void>
  /** Keeps a challenge, and forgets those that are over. */
  putChallenge(challenge: ChallengeRow, now: string): Promise<void>
  /** Gives it once. */
  takeChallenge(challenge: string): Promise<ChallengeRow | undefined>
}
