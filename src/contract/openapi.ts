import * as z from 'zod/mini'
import { deviceRow, inviteAnswer, inviteRequest, redeemRequest, sessionAnswer } from './access.ts'
import { packsAnswer } from './packs.ts'
import { PROBLEMS } from './problem.ts'
import { rescueAnswer } from './rescue.ts'
import { blobAnswer, infoAnswer, pullAnswer, pushAnswer, pushRequest } from './protocol.ts'

/** One operation of the API, in the words of OpenAPI. */
interface Operation {
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

const list = z.looseObject({ jalon: z.string(), rows: z.array(z.unknown()) })
const count = z.int().check(z.gte(0))

const OPERATIONS: readonly Operation[] = [
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
    summary: 'A photo, encoded again, or raw fixes',
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
    answer: z.looseObject({ jalon: z.literal('devices'), rows: z.array(deviceRow) }),
  },
  { method: 'delete', path: '/api/devices/{id}', summary: 'Revoke one device', status: 204 },
  {
    method: 'get',
    path: '/api/territories/{id}',
    summary: 'The configuration of a territory',
    open: true,
    answer: z.looseObject({ jalon: z.literal('territory'), territory: z.unknown() }),
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
    summary: 'What was kept aside, as it was sent',
    query: { territory: z.string() },
    answer: list,
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
]

/** The description of the API in OpenAPI 3.0, from the same schemas that validate what is sent. */
export function openApi(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of OPERATIONS) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describe(operation),
    }
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Jalon', version, license: { name: 'EUPL-1.2' } },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-jalon' } },
      schemas: { Problem: PROBLEM },
    },
  }
}

const PROBLEM = {
  type: 'object',
  required: ['problem'],
  properties: {
    problem: { type: 'string', enum: Object.keys(PROBLEMS) },
    field: { type: 'string' },
    params: { type: 'object', additionalProperties: true },
  },
}

function describe(operation: Operation): Record<string, unknown> {
  const { summary, open, body, answer, status = 200 } = operation
  const content = answer && { content: contentOf(answer) }
  return {
    summary,
    parameters: parametersOf(operation),
    ...(body ? { requestBody: { required: true, content: contentOf(body) } } : {}),
    ...(open ? {} : { security: [{ session: [] }] }),
    responses: {
      [status]: { description: summary, ...content },
      default: {
        description: 'A refusal',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function contentOf(what: z.core.$ZodType | 'bytes' | 'events'): Record<string, unknown> {
  if (what === 'bytes') {
    return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
  }
  if (what === 'events') return { 'text/event-stream': { schema: { type: 'string' } } }
  return { 'application/json': { schema: schemaOf(what) } }
}

function schemaOf(schema: z.core.$ZodType): unknown {
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' })
}

function parametersOf({ path, query = {}, headers = [] }: Operation): readonly unknown[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries(query).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !z.safeParse(schema, undefined).success,
    schema: schemaOf(schema),
  }))
  const inHeaders = headers.map((name) => ({ name, in: 'header', schema: { type: 'integer' } }))
  return [...inPath, ...inQuery, ...inHeaders]
}
