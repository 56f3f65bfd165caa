import * as z from 'zod/mini'
import { instant, lineString, point, slug, uuid } from '../observation/observation.ts'
import { trailAttributes } from './trail-attributes.ts'

/** The version that new decisions are made with. */
export const DECISION_SCHEMA_VERSION = 1

const reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(2_000))
const checkId = z.string().check(z.regex(/^[A-Z]{3}-\d{2}$/))

/** What staff may correct while accepting a heritage point. */
export const heritageCorrection = z.looseObject({
  heritageKind: z.optional(slug),
  name: z.optional(z.string().check(z.maxLength(200))),
  condition: z.optional(slug),
  access: z.optional(slug),
  text: z.optional(z.string().check(z.maxLength(4_000))),
})

const common = {
  kind: z.literal('decision'),
  schema: z.int().check(z.gte(1)),
  territory: slug,
  /** The catalogue entity that changes; for `refuse`, the refused observation. */
  target: uuid,
  /**
   * The decision that the target stood at when staff looked; absent when it did not exist yet. A second
   * decision on the same state is a conflict, shown, never an overwrite (promise P11).
   */
  basedOn: z.optional(uuid),
  /** The staff account: filled in by the server from the session, never believed from the sender. */
  decidedBy: z.optional(uuid),
  decidedAt: instant,
}

function decisionFeature<
  A extends string,
  G extends z.ZodMiniType,
  F extends z.core.$ZodLooseShape,
>(action: A, geometry: G, fields: F) {
  const properties = z.looseObject({ ...common, action: z.literal(action), ...fields })
  return z.looseObject({ type: z.literal('Feature'), id: uuid, geometry, properties })
}

const nowhere = z.null()

/** The answers staff can give, one schema each. */
export const DECISION_SCHEMAS = {
  'create-trail': decisionFeature('create-trail', lineString, { attributes: trailAttributes }),
  'amend-trail': decisionFeature('amend-trail', nowhere, {
    attributes: z.partial(trailAttributes),
  }),
  'set-reference': decisionFeature('set-reference', lineString, {
    method: z.enum(['import', 'drawn', 'consensus']),
    reason: z.optional(reason),
  }),
  accept: decisionFeature('accept', z.nullable(point), {
    observation: uuid,
    corrections: z.optional(heritageCorrection),
  }),
  merge: decisionFeature('merge', nowhere, {
    observation: uuid,
    corrections: z.optional(heritageCorrection),
  }),
  refuse: decisionFeature('refuse', nowhere, { observation: uuid, reason }),
  waive: decisionFeature('waive', nowhere, { check: checkId, reason }),
  publish: decisionFeature('publish', nowhere, { note: z.optional(reason) }),
  unpublish: decisionFeature('unpublish', nowhere, { reason }),
  close: decisionFeature('close', nowhere, { from: instant, until: z.optional(instant), reason }),
  reopen: decisionFeature('reopen', nowhere, { reason: z.optional(reason) }),
  solve: decisionFeature('solve', nowhere, { reason: z.optional(reason) }),
  delete: decisionFeature('delete', nowhere, { reason }),
} as const

export type DecisionAction = keyof typeof DECISION_SCHEMAS
export type DecisionOf<A extends DecisionAction> = z.infer<(typeof DECISION_SCHEMAS)[A]>
/** Staff's answer: append-only, a GeoJSON Feature with a stable id. */
export type Decision = { [A in DecisionAction]: DecisionOf<A> }[DecisionAction]

/** Narrows a decision to some of its actions: the action is too deep for the compiler to do it alone. */
export function isAction<A extends DecisionAction>(
  decision: Decision,
  ...actions: readonly A[]
): decision is Extract<Decision, DecisionOf<A>> {
  return (actions as readonly string[]).includes(decision.properties.action)
}

export type ParsedDecision =
  | { readonly ok: true; readonly decision: Decision }
  | { readonly ok: false; readonly field?: string }

/** Reads one decision at a border. */
export function parseDecision(raw: unknown): ParsedDecision {
  const action = z.safeParse(
    z.looseObject({ properties: z.looseObject({ action: z.string() }) }),
    raw,
  )
  if (!action.success) return { ok: false }
  const name = action.data.properties.action
  if (!Object.hasOwn(DECISION_SCHEMAS, name)) return { ok: false, field: 'properties.action' }
  const parsed = DECISION_SCHEMAS[name as DecisionAction].safeParse(raw)
  if (parsed.success) return { ok: true, decision: parsed.data }
  return { ok: false, field: parsed.error.issues[0]?.path.join('.') ?? '' }
}
