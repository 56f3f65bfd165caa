import * as z from 'zod/mini'
import { hostileMember } from '../observation/hostile-member.ts'
import {
  MAGNITUDES,
  NOT_BLANK,
  instant,
  lineString,
  point,
  slug,
  uuid,
} from '../observation/observation.ts'
import { trailAttributes, type TrailAttributes } from './trail-attributes.ts'
import { WAIVABLE_ITEMS } from './waivable-items.ts'
import { defined } from '../observation/defined.ts'

/** The version that new decisions are made with. */
export const DECISION_SCHEMA_VERSION = 1

const reason = z.string().check(z.regex(NOT_BLANK), z.maxLength(2_000))
const checkId = z.string().check(z.regex(/^[A-Z]{3}-\d{2}$/))

const shortText = z.string().check(z.regex(NOT_BLANK), z.maxLength(200))

/**
 * What staff may correct of a heritage point or a report; `null` takes an optional member away. Only the
 * members that the thing has are looked at.
 */
export const correction = z.looseObject({
  text: z.nullish(z.string().check(z.maxLength(4_000))),
  heritageKind: z.optional(slug),
  name: z.nullish(shortText),
  condition: z.nullish(slug),
  access: z.nullish(slug),
  ownership: z.nullish(slug),
  protection: z.nullish(slug),
  materials: z.nullish(z.array(slug).check(z.maxLength(10))),
  period: z.nullish(shortText),
  category: z.optional(slug),
  subtype: z.nullish(slug),
  magnitude: z.optional(z.literal(MAGNITUDES)),
})
export type Correction = z.infer<typeof correction>

const common = {
  kind: z.literal('decision'),
  schema: z.int().check(z.gte(1)),
  territory: slug,
  /** The catalogue entity that changes; the observation itself when it only gets an answer. */
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

/** What is changed of a trail's sheet; `null` takes an optional attribute away. */
const amendedAttributes = z.looseObject({
  ...Object.fromEntries(
    Object.entries(trailAttributes.shape).map(([name, schema]) => [name, z.nullish(schema)]),
  ),
  name: z.optional(trailAttributes.shape.name),
  slug: z.optional(trailAttributes.shape.slug),
}) as unknown as z.ZodMiniType<AmendedAttributes>
export type AmendedAttributes = {
  readonly [K in keyof TrailAttributes]?: TrailAttributes[K] | null
}

/** The line as it was recorded, where the one that is set was cleaned: kept, and looked at by nobody. */
const recorded = z.optional(lineString)

/** The answers staff can give, one schema each. */
export const DECISION_SCHEMAS = {
  'create-trail': decisionFeature('create-trail', lineString, {
    attributes: trailAttributes,
    recorded,
  }),
  'amend-trail': decisionFeature('amend-trail', nowhere, {
    attributes: amendedAttributes,
  }),
  'set-reference': decisionFeature('set-reference', lineString, {
    method: z.enum(['import', 'drawn', 'consensus']),
    recorded,
    reason: z.optional(reason),
  }),
  accept: decisionFeature('accept', z.nullable(point), {
    observation: uuid,
    corrections: z.optional(correction),
  }),
  /** `geometry`: its place is taken over, a stretch for a report only. */
  merge: decisionFeature('merge', z.nullable(z.union([point, lineString])), {
    observation: uuid,
    corrections: z.optional(correction),
  }),
  refuse: decisionFeature('refuse', nowhere, { observation: uuid, reason }),
  /** A point or a report that staff mend without an observation. */
  correct: decisionFeature('correct', z.nullable(point), {
    corrections: correction,
    reason: z.optional(reason),
  }),
  /** The target and `duplicate` are one thing: the target takes its observations, the duplicate goes. */
  absorb: decisionFeature('absorb', nowhere, {
    duplicate: uuid,
    /** As `basedOn`, for the duplicate. */
    duplicateBasedOn: uuid,
    /** The duplicate's observations, so that the target can be folded from its own decisions alone. */
    observations: z.array(uuid),
    corrections: z.optional(correction),
    reason: z.optional(reason),
  }),
  /** One finding of the line by its `check`, or one `item` of the gate as it stood: `count` and `share`. */
  waive: decisionFeature('waive', nowhere, {
    check: z.optional(checkId),
    item: z.optional(z.enum(WAIVABLE_ITEMS)),
    count: z.optional(z.int().check(z.gte(0))),
    share: z.optional(z.number().check(z.gte(0), z.lte(1))),
    reason,
  }),
  publish: decisionFeature('publish', nowhere, { note: z.optional(reason) }),
  unpublish: decisionFeature('unpublish', nowhere, { reason }),
  close: decisionFeature('close', nowhere, { from: instant, until: z.optional(instant), reason }),
  reopen: decisionFeature('reopen', nowhere, { reason: z.optional(reason) }),
  solve: decisionFeature('solve', nowhere, { reason: z.optional(reason) }),
  /** `redact`: the law asks for it, so that what it was goes from frozen versions too (ADR 0013). */
  delete: decisionFeature('delete', nowhere, { reason, redact: z.optional(z.boolean()) }),
  /** Takes a decision back. Names what that one named. */
  undo: decisionFeature('undo', nowhere, {
    undoes: uuid,
    observation: z.optional(uuid),
    duplicate: z.optional(uuid),
    reason: z.optional(reason),
  }),
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

/** Reads one decision at a border. Nothing is changed; `field` says what stands in the way. */
export function parseDecision(raw: unknown): ParsedDecision {
  const start = decisionStart.safeParse(raw)
  if (!start.success) return { ok: false }
  const { action, schema } = start.data.properties
  if (typeof schema === 'number' && schema > DECISION_SCHEMA_VERSION) {
    return { ok: false, field: 'properties.schema' }
  }
  if (!Object.hasOwn(DECISION_SCHEMAS, action)) return { ok: false, field: 'properties.action' }
  const hostile = hostileMember(raw)
  if (hostile !== undefined) return { ok: false, field: hostile }
  const parsed = DECISION_SCHEMAS[action as DecisionAction].safeParse(raw)
  if (!parsed.success) return { ok: false, field: parsed.error.issues[0]?.path.join('.') ?? '' }
  const decision: Decision = parsed.data
  if (closesBeforeItBegins(decision)) return { ok: false, field: 'properties.until' }
  if (isAction(decision, 'waive') && !waivesOneThing(decision)) {
    return { ok: false, field: 'properties.check' }
  }
  return { ok: true, decision }
}

const decisionStart = z.looseObject({
  properties: z.looseObject({ action: z.string(), schema: z.optional(z.unknown()) }),
})

function waivesOneThing({ properties: { check, item } }: DecisionOf<'waive'>): boolean {
  return (check === undefined) !== (item === undefined)
}

function closesBeforeItBegins(decision: Decision): boolean {
  if (!isAction(decision, 'close')) return false
  const { from, until } = decision.properties
  return until !== undefined && Date.parse(until) <= Date.parse(from)
}

/** The things a decision speaks of; unknown members of other actions are not believed. */
export interface DecisionNames {
  readonly target: string
  /** The observation it answers, or whose answer it takes back. */
  readonly observation?: string
  /** The other entity that changes with the target. */
  readonly duplicate?: string
}

/** What has to be read before a decision can be applied. */
export function namesOf(decision: Decision): DecisionNames {
  const { target } = decision.properties
  if (isAction(decision, 'accept', 'merge', 'refuse')) {
    return { target, observation: decision.properties.observation }
  }
  if (isAction(decision, 'absorb')) return { target, duplicate: decision.properties.duplicate }
  if (isAction(decision, 'undo')) {
    const { observation, duplicate } = decision.properties
    return defined({ target, observation, duplicate })
  }
  return { target }
}
