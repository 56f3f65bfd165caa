import type { ObservationLookup } from '../catalogue/applied.ts'
import type { Decision } from '../catalogue/decision.ts'
import type { CatalogueEntity } from '../catalogue/entity.ts'
import { foldEntity, stepEntity } from '../catalogue/fold-entity.ts'
import { canonicalJson } from '../observation/canonical.ts'

/** One member that a refused decision wanted to change. */
export interface ContestedField {
  /** `geometry`, a property, or `attributes.<name>` of a trail. */
  readonly field: string
  /** What its author saw; `null` for nothing. */
  readonly base: unknown
  /** What stands now. */
  readonly current: unknown
  /** What its author wanted. */
  readonly wanted: unknown
  /** Somebody else changed the same member meanwhile, to something else. */
  readonly clash: boolean
}

/**
 * What is at stake in a decision that was refused as a conflict: a three-way comparison of what its author
 * saw, what stands, and what they wanted. Members they did not touch, or that now say what they wanted, are
 * left out. No clash in the list: the decision can be made again, on what stands, without taking anything
 * from anybody.
 * When what its author saw is not in the history, all that differs is a clash.
 * @param history every applied decision that names its target, in feed order
 */
export function contestedFields(
  decision: Decision,
  history: readonly Decision[],
  lookup: ObservationLookup,
): readonly ContestedField[] {
  const { target, basedOn } = decision.properties
  const seen = history.slice(0, history.findIndex((one) => one.id === basedOn) + 1)
  const stands = foldEntity(target, history, lookup)
  const saw = foldEntity(target, seen, lookup)
  const [before, current] = [membersOf(saw), membersOf(stands)]
  const wanted = membersOf(stepEntity(decision, target, saw ?? stands, lookup))
  return [...new Set([...before.keys(), ...wanted.keys()])]
    .map((field) => {
      const [was, is, asked] = [before, current, wanted].map((one) => one.get(field) ?? null)
      return { field, base: was, current: is, wanted: asked, clash: !isSame(was, is) }
    })
    .filter((one) => !isSame(one.current, one.wanted) && (!saw || !isSame(one.base, one.wanted)))
}

/** What every decision changes by itself, and nobody can contest. */
const BOOKKEEPING = new Set([
  'decision',
  'decidedAt',
  'version',
  'versions',
  'referenceSetAt',
  'publications',
])

function membersOf(entity: CatalogueEntity | undefined): ReadonlyMap<string, unknown> {
  if (!entity) return new Map()
  const { properties, geometry } = entity
  const attributes = properties.kind === 'trail' ? properties.attributes : {}
  const own = Object.entries(properties).filter(
    ([name]) => name !== 'attributes' && !BOOKKEEPING.has(name),
  )
  const named = Object.entries(attributes).map(
    ([name, value]) => [`attributes.${name}`, value] as const,
  )
  return new Map<string, unknown>([...own, ...named, ['geometry', geometry]])
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b)
}
