import type { Context } from 'hono'
import type * as z from 'zod/mini'
import { Problem } from '../../contract/problem.ts'

/** Reads the query of an address; the first bad parameter is named in the refusal. */
export function readQuery<S extends z.ZodMiniType>(c: Context, schema: S): z.infer<S> {
  return parsed(schema, c.req.query())
}

/** Reads a value at a border; the first bad field is named in the refusal. */
export function parsed<S extends z.ZodMiniType>(schema: S, raw: unknown): z.infer<S> {
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  const field = result.error.issues[0]?.path.join('.')
  throw new Problem('invalid-request', field ? { field } : {})
}
