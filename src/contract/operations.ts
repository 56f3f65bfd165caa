import * as z from 'zod/mini'
import { DECISION_SCHEMAS } from '../domain/catalogue/decision.ts'
import { inviteAnswer, inviteRequest, redeemRequest, sessionAnswer } from './access.ts'
import {
  decisionAnswer,
  deskElsewhereAnswer,
  deskTrailAnswer,
  deskTrailsAnswer,
  devicesAnswer,
  quarantineAnswer,
  takenInAnswer,
  territoryAnswer,
  trailFileAnswer,
} from './desk-answers.ts'
import { journalAnswer } from './journal.ts'
import {
  addPasskeyRequest,
  passkeyOptions,
  passkeyRow,
  passkeysAnswer,
  passkeySignInRequest,
  recoveryCodeAnswer,
  recoverySignInRequest,
} from './keys.ts'
import { packsAnswer } from './packs.ts'
import { blobAnswer, infoAnswer, pullAnswer, pushAnswer, pushRequest } from './protocol.ts'
import { rescueAnswer } from './rescue.ts'

/** One operation of the API, in the words of OpenAPI. */
export interface Operation {
  readonly method: 'get' | 'post' | 'patch' | 'delete' | 'head'
  readonly path: string
  readonly summary: string
  /** Needs no session. */
  readonly open?: true
  readonly query?: Readonly<Record<string, z.core.$ZodType>>
  readonly headers?: readonly string[]
  readonly body?: z.core.$ZodType | 'bytes'
  readonly answer?: z.core.$ZodType | 'bytes' | 'events'
  readonly status?: number
}

const inTerritory = { territory: z.string() }
const list = z.looseObject({ jalon: z.string(), rows: z.array(z.unknown()) })
const count = z.int().check(z.gte(0))

export const OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/info',
    summary: 'Which server this is, what it speaks, and the head of each territory',
    open: true,
    answer: infoAnswer,
  },
  {
    method: 'post',
    path: '/api/push',
    summary: 'Send records; each gets its own outcome (S3 to S9)',
    body: pushRequest,
    answer: pushAnswer,
  },
  {
    method: 'get',
    path: '/api/pull',
    summary: 'What changed after a cursor (S13 to S15)',
    query: {
      territory: z.string(),
      after: z.optional(count),
      limit: z.optional(count),
      epoch: z.optional(z.string()),
    },
    answer: pullAnswer,
  },
  {
    method: 'get',
    path: '/api/events',
    summary: 'Server-sent events: the head moved (S16)',
    answer: 'events',
  },
  {
    method: 'patch',
    path: '/api/blobs/{sha256}',
    summary: 'Send a piece of a blob (S10 to S12)',
    headers: ['Upload-Offset', 'Upload-Length'],
    body: 'bytes',
    answer: blobAnswer,
  },
  {
    method: 'head',
    path: '/api/blobs/{sha256}',
    summary: 'How much of a blob is there: header Upload-Offset',
  },
  {
    method: 'get',
    path: '/api/blobs/{sha256}',
    summary: 'A photo, encoded again; a voice note, by ranges; or raw fixes',
    query: { size: z.optional(z.enum(['large', 'small'])) },
    answer: 'bytes',
  },
  {
    method: 'post',
    path: '/api/invitations/redeem',
    summary: 'Turn an invitation into a session cookie',
    open: true,
    body: redeemRequest,
    answer: sessionAnswer,
  },
  {
    method: 'post',
    path: '/api/invitations',
    summary: 'Invite somebody',
    body: inviteRequest,
    answer: inviteAnswer,
    status: 201,
  },
  { method: 'get', path: '/api/session', summary: 'Who is asking', answer: sessionAnswer },
  { method: 'delete', path: '/api/session', summary: 'Sign out', open: true, status: 204 },
  {
    method: 'get',
    path: '/api/own-data',
    summary: 'All that is kept about who asks',
    answer: list,
  },
  { method: 'delete', path: '/api/own-data', summary: 'Forget who asks', status: 204 },
  {
    method: 'get',
    path: '/api/devices',
    summary: 'Phones and browsers of a territory',
    query: { territory: z.string() },
    answer: devicesAnswer,
  },
  { method: 'delete', path: '/api/devices/{id}', summary: 'Revoke one device', status: 204 },
  {
    method: 'get',
    path: '/api/territories/{id}',
    summary: 'The configuration of a territory',
    open: true,
    answer: territoryAnswer,
  },
  {
    method: 'get',
    path: '/api/territories/{id}/packs',
    summary: 'The map packs of a territory: sizes, hashes of every part, attribution',
    open: true,
    answer: packsAnswer,
  },
  {
    method: 'get',
    path: '/api/desk/quarantine',
    summary: 'What was kept aside, newest first; of what is long, the beginning (`isCut`)',
    query: { territory: z.string() },
    answer: quarantineAnswer,
  },
  {
    method: 'get',
    path: '/api/desk/quarantine/file',
    summary: 'All that was kept aside, or one of it, whole, as it was sent',
    query: { territory: z.string(), id: z.optional(z.string()) },
    answer: 'bytes',
  },
  {
    method: 'post',
    path: '/api/desk/rescue',
    summary:
      'Take in the file that a phone wrote of everything it had; as a push, nothing is doubled',
    query: { territory: z.string() },
    body: 'bytes',
    answer: rescueAnswer,
  },
  {
    method: 'get',
    path: '/api/passkeys',
    summary: 'One’s own passkeys, and the code on paper',
    answer: passkeysAnswer,
  },
  {
    method: 'post',
    path: '/api/passkeys/options',
    summary: 'What a browser needs to make a passkey',
    answer: passkeyOptions,
  },
  {
    method: 'post',
    path: '/api/passkeys',
    summary: 'Add a passkey',
    body: addPasskeyRequest,
    answer: passkeyRow,
    status: 201,
  },
  {
    method: 'delete',
    path: '/api/passkeys/{id}',
    summary: 'Remove one of one’s own passkeys',
    status: 204,
  },
  {
    method: 'post',
    path: '/api/passkeys/sign-in-options',
    summary: 'What a browser needs to sign in with a passkey',
    open: true,
    answer: passkeyOptions,
  },
  {
    method: 'post',
    path: '/api/passkeys/sign-in',
    summary: 'Turn a passkey into a session cookie',
    open: true,
    body: passkeySignInRequest,
    answer: sessionAnswer,
  },
  {
    method: 'post',
    path: '/api/recovery-code',
    summary: 'Make the code that goes on paper; the former one is void',
    answer: recoveryCodeAnswer,
    status: 201,
  },
  {
    method: 'post',
    path: '/api/recovery-code/sign-in',
    summary: 'Turn the code on paper into a session cookie, once',
    open: true,
    body: recoverySignInRequest,
    answer: sessionAnswer,
  },
  {
    method: 'post',
    path: '/api/desk/quarantine/{id}/take-in',
    summary: 'Take in what was kept aside only because of the phone that brought it',
    answer: takenInAnswer,
  },
  {
    method: 'get',
    path: '/api/desk/journal',
    summary: 'Who decided and who let whom in, newest first',
    query: { ...inTerritory, before: z.optional(z.string()), limit: z.optional(count) },
    answer: journalAnswer,
  },
  {
    method: 'get',
    path: '/api/desk/trails',
    summary: 'The desk’s list, most urgent first',
    query: inTerritory,
    answer: deskTrailsAnswer,
  },
  {
    method: 'get',
    path: '/api/desk/trails/{id}',
    summary: 'The evidence for one trail; `elsewhere`: what names no trail',
    query: inTerritory,
    answer: z.union([deskTrailAnswer, deskElsewhereAnswer]),
  },
  {
    method: 'post',
    path: '/api/desk/trail-files',
    summary: 'Read the lines of a file; header X-File-Name names it',
    query: inTerritory,
    body: 'bytes',
    answer: trailFileAnswer,
  },
  {
    method: 'post',
    path: '/api/desk/decisions',
    summary: 'Decide: the one way to change the catalogue',
    body: z.union(Object.values(DECISION_SCHEMAS)),
    answer: decisionAnswer,
  },
]
