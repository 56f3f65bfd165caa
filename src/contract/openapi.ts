import * as z from 'zod/mini'
import { OPERATIONS, type Operation } from './operations.ts'
import { PROBLEMS } from './problem.ts'

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
