import { isAction, namesOf, type Decision } from '../../domain/catalogue/decision.ts'
import type { CatalogueEntity } from '../../domain/catalogue/entity.ts'
import { foldEntity, isNamedIn } from '../../domain/catalogue/fold-entity.ts'
import { observationsOf } from '../../domain/catalogue/undo-decision.ts'
import { canonicalJson } from '../../domain/observation/canonical.ts'
import type { Observation } from '../../domain/observation/observation.ts'
import { redactObservation } from '../../domain/observation/redact-observation.ts'
import { redactVersions } from '../publication/redact-versions.ts'
import { recordHash } from '../storage/record-hash.ts'
import type { Store, StoredDecision, StoreTransaction } from '../storage/store.ts'

const APPLIED = 'applied'
const PAGE = 500

/** Which things of the catalogue came from some observations, and which decisions name a thing by the way. */
export interface Traces {
  /** Things that an observation went into, ever. */
  readonly entitiesOf: ReadonlyMap<string, ReadonlySet<string>>
  /** Targets of the decisions in which a thing was the duplicate that goes. */
  readonly absorbedInto: ReadonlyMap<string, ReadonlySet<string>>
}

/** Walks through the decisions of a territory once, by pages. */
export async function traceObservations(
  store: Store,
  territory: string,
  observations: ReadonlySet<string>,
): Promise<Traces> {
  const entitiesOf = new Map<string, Set<string>>()
  const absorbedInto = new Map<string, Set<string>>()
  for (let after = 0; ;) {
    const page = await store.read((tx) => tx.decisions.list(territory, { after, limit: PAGE }))
    for (const { decision } of page) {
      const { target, observation, duplicate } = namesOf(decision)
      if (duplicate !== undefined) add(absorbedInto, duplicate, target)
      const named = isAction(decision, 'absorb') ? decision.properties.observations : []
      for (const id of observation === undefined ? named : [observation]) {
        if (observations.has(id) && target !== id) add(entitiesOf, id, target)
      }
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return { entitiesOf, absorbedInto }
    after = last.seq
  }
}

function add(to: Map<string, Set<string>>, key: string, value: string): void {
  to.set(key, (to.get(key) ?? new Set()).add(value))
}

export interface RedactedRecord {
  readonly territory: string
  /** The observation's id. */
  readonly id: string
  readonly traces: Traces
  /** Photos that go with it: those that nobody else's observation names. */
  readonly photos: ReadonlySet<string>
  readonly atMs: number
}

/**
 * Redacts one observation, in one transaction with everything that was made of it: the things of the
 * catalogue are folded again from their decisions, and the frozen versions lose the same words. A rebuild
 * can therefore not bring anything back. Nothing happens to a record that was redacted before.
 */
export async function redactRecord(tx: StoreTransaction, record: RedactedRecord): Promise<void> {
  const { territory, id, traces, photos, atMs } = record
  await tx.feed.hold(territory)
  const stored = await tx.observations.get(territory, id)
  if (!stored || !isAsSent(stored)) return
  const { observation } = stored
  const place = await tx.territories.get(territory)
  const redacted = redactObservation(observation, place?.trimEndsM ?? 0)
  const entities = await entitiesMadeOf(tx, territory, id, traces)
  const redactedAt = new Date(atMs).toISOString()
  const redaction = {
    points: new Set<string>(),
    texts: new Map(entities.map((entity) => [entity.id, textsOf(observation)])),
    photos,
    on: redactedAt.slice(0, 10),
  }
  await redactVersions(tx, territory, trailsOf(observation, entities), redaction, redactedAt)
  await tx.observations.redact(territory, redacted)
  const changed: CatalogueEntity[] = []
  for (const entity of entities) {
    const again = await foldAgain(tx, territory, entity.id, traces)
    if (again && canonicalJson(again) !== canonicalJson(entity)) changed.push(again)
  }
  if (changed.length > 0) await tx.catalogue.put(territory, changed)
}

/** A record whose text is no longer the one that was hashed has been redacted. */
function isAsSent({ observation, hash }: { observation: Observation; hash: string }): boolean {
  return recordHash(observation) === hash
}

function textsOf({ properties }: Observation): ReadonlySet<string> {
  return new Set(
    'text' in properties && typeof properties.text === 'string' ? [properties.text] : [],
  )
}

/** What it went into, and what that was merged into since. */
async function entitiesMadeOf(
  tx: StoreTransaction,
  territory: string,
  observation: string,
  { entitiesOf }: Traces,
): Promise<readonly CatalogueEntity[]> {
  const answer = await tx.catalogue.get(territory, 'answer', observation)
  const waiting = [...(entitiesOf.get(observation) ?? []), answer?.properties.into]
  const found = new Map<string, CatalogueEntity>()
  for (const id of waiting) {
    if (id === undefined || found.has(id)) continue
    const entity = await tx.catalogue.find(territory, id)
    if (!entity) continue
    found.set(id, entity)
    waiting.push(entity.properties.deleted?.into)
  }
  return [...found.values()]
}

/** Every trail whose frozen versions may hold a point made of this observation. */
function trailsOf({ properties }: Observation, entities: readonly CatalogueEntity[]): string[] {
  const own = properties.trail === undefined ? [] : [properties.trail]
  return [...own, ...entities.flatMap((entity) => trailsOfEntity(entity))]
}

export function trailsOfEntity({ properties }: CatalogueEntity): readonly string[] {
  if (properties.kind === 'heritage-point') return properties.trails
  return properties.kind === 'trail-report' && properties.trail ? [properties.trail] : []
}

/** One thing, folded from every applied decision that names it. */
async function foldAgain(
  tx: StoreTransaction,
  territory: string,
  id: string,
  { absorbedInto }: Traces,
): Promise<CatalogueEntity | undefined> {
  const rows: StoredDecision[] = []
  for (const target of new Set([id, ...(absorbedInto.get(id) ?? [])])) {
    rows.push(...(await tx.decisions.list(territory, { target })))
  }
  const history: Decision[] = rows
    .filter(({ outcome, decision }) => outcome === APPLIED && isNamedIn(decision, id))
    .sort((a, b) => a.seq - b.seq)
    .map(({ decision }) => decision)
  const found = await tx.observations.getMany(territory, observationsOf(history))
  const observations = new Map(found.map(({ observation }) => [observation.id, observation]))
  return foldEntity(id, history, (one) => observations.get(one))
}
