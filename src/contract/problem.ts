/**
 * Every refusal of the system, in one place. A problem travels as `{ problem: code, … }`; its sentence, in
 * French and English, is in `src/locales/*\/problems.json` under the code.
 */
export const PROBLEMS = {
  'not-json': 400,
  'invalid-request': 400,
  'not-signed-in': 401,
  'device-revoked': 401,
  'not-allowed': 403,
  'wrong-origin': 403,
  'not-found': 404,
  'unknown-territory': 404,
  'body-stalled': 408,
  resync: 409,
  'blob-offset': 409,
  'invitation-used': 410,
  'invitation-expired': 410,
  'invitation-unknown': 404,
  'fifteen-or-older': 422,
  'passkey-unknown': 401,
  'passkey-refused': 401,
  'passkey-late': 410,
  'passkey-known': 409,
  'too-many-passkeys': 409,
  'passkey-elsewhere': 409,
  'recovery-unknown': 404,
  'recovery-used': 410,
  'too-large': 413,
  'too-many-records': 413,
  'not-an-image': 422,
  'not-a-trail': 422,
  'not-a-rescue': 422,
  'wrong-hash': 422,
  'protocol-too-old': 426,
  'too-many-requests': 429,
  'server-error': 500,
  'file-damaged': 503,
  'try-later': 503,
  'storage-full': 507,
} as const

export type ProblemCode = keyof typeof PROBLEMS

/** The body of every answer that is not a success. */
export interface ProblemBody {
  readonly problem: ProblemCode
  /** The field, the row, the line of a file: what the sentence points at. */
  readonly field?: string
  readonly params?: Readonly<Record<string, string | number>>
}

/** An expected refusal, thrown inside the server and turned into an answer at one place. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly body: ProblemBody
  constructor(code: ProblemCode, details: Omit<ProblemBody, 'problem'> = {}) {
    super(code)
    this.code = code
    this.body = { problem: code, ...details }
  }
}
