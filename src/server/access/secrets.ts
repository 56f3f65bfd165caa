import { createHash, randomBytes, randomInt } from 'node:crypto'

/** Random secrets of 128 bits and more need no slow hash: nobody guesses them from it. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** 256 bits: a session. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url')
}

/** 128 bits, 22 characters: the fragment of an invitation link. */
export function newInvitationToken(): string {
  return randomBytes(16).toString('base64url')
}

const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** What people type: 8 characters that cannot be mistaken for each other. */
export function newInvitationCode(): string {
  return letters(8)
}

/** 100 bits on paper: too many to guess, few enough to type. */
export function newRecoveryCode(): string {
  return letters(20)
}

function letters(count: number): string {
  return Array.from({ length: count }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('')
}
