import { createHash } from 'node:crypto'
import type { DecisionAnswer } from '../../contract/desk.ts'
import { applyDecision } from '../../domain/catalogue/apply-decision.ts'
import { isAction, parseDecision, type Decision } from '../../domain/catalogue/decision.ts'
import type { CatalogueEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import type { TrailEvidence } from '../../domain/review/evidence.ts'
import { openGateItems, publicationGate } from '../../domain/review/publication-gate.ts'
import { finishErasuresQuietly } from '../privacy/erasure.ts'
import type { Session } from '../access/session.ts'
import { recheckSession } from '../access/recheck-session.ts'
import { freezePublication } from '../publication/freeze-publication.ts'
import { readContested } from './contested.ts'
import { readContext } from './decision-context.ts'
import { readTrailFile, type FindingCaches } from '../evidence/trail-evidence.ts'
import type { DeskServices } from './desk-services.ts'
import { recordHash } from '../storage/record-hash.ts'
import type { StoredDecision, StoreTransaction } from '../storage/store.ts'
import type { TerrainModels } from '../terrain/terrain-models.ts'

type Refused = Extract<DecisionAnswer, { outcome: 'refused' }>
type RefusalCode = Refused['code']

/**
 * The only door to the catalogue: takes one decision of the office, checks who asks and what the target
 * stands at, applies it and writes the outcome down, all in one transaction. Answers after the commit.
 * Sent again, a decision gives the answer it had.
 */
export async function decide(
  services: DeskServices,
  session: Pick<Session, 'account' | 'territory'> & Partial<Pick<Session, 'device'>>,
  raw: unknown,
): Promise<DecisionAnswer> {
  const parsed = parseDecision(raw)
  const id = idOf(raw)
  if (!parsed.ok) return refusal(id, 'invalid', parsed.field ? { field: parsed.field } : {})
  if (parsed.decision.properties.territory !== session.territory) {
    return refusal(id, 'invalid', { field: 'properties.territory' })
  }
  const decision = signed(parsed.decision, session.account)
  const at = new Date(services.nowMs()).toISOString()
  const journalId = services.newId()
  const { territory, account, device } = session
  const answer = await services.store.transaction(async (tx) => {
    if (device !== undefined) await recheckSession(tx, { territory, account, device })
    const { terrainModels, evidence } = services
    return take(tx, decision, { receivedAt: at, journalId, terrainModels, caches: evidence })
  })
  if (answer.outcome === 'applied') {
    const { target } = decision.properties
    if (isRedaction(decision)) await finishErasuresQuietly(services)
    services.events.moved(territory)
    if (isAction(decision, 'set-reference', 'undo'))
      services.assessor.referenceChanged(territory, target)
    for (const trail of answeredTrails(answer.changed)) services.assessor.answered(territory, trail)
  }
  return answer
}

/** Trails of which an observation was answered, or waits again. */
function answeredTrails(changed: readonly CatalogueEntity[]): ReadonlySet<string> {
  const answers = changed.flatMap(({ properties }) =>
    properties.kind === 'answer' && properties.trail !== undefined ? [properties.trail] : [],
  )
  return new Set(answers)
}

interface Taking {
  readonly receivedAt: string
  readonly journalId: string
  readonly terrainModels: TerrainModels
  readonly caches: FindingCaches
}

async function take(
  tx: StoreTransaction,
  decision: Decision,
  { receivedAt, journalId, terrainModels, caches }: Taking,
): Promise<DecisionAnswer> {
  const { territory } = decision.properties
  await tx.feed.hold(territory)
  const hash = recordHash(decision)
  const before = await tx.decisions.get(territory, decision.id)
  if (before) return again(tx, before, hash)
  const outcome = await judge(tx, decision, caches)
  const code = outcome.ok ? 'applied' : outcome.refusal.code
  const added = await tx.decisions.add(territory, { decision, hash, receivedAt, outcome: code })
  const { decidedBy: actor = 'console', target: subject, action } = decision.properties
  const details = { decision: decision.id, action, outcome: code }
  const noted = {
    id: journalId,
    at: receivedAt,
    actor,
    action: 'decided' as const,
    subject,
    details,
  }
  await tx.audit.add(territory, noted)
  if (!outcome.ok) return outcome.refusal
  const { changed, evidence } = outcome
  await tx.catalogue.put(territory, changed)
  if (evidence) await publish(tx, changed, evidence, { receivedAt, terrainModels })
  await touchTrails(tx, territory, changed)
  if (isRedaction(decision)) {
    const { target: subject } = decision.properties
    const erasure = { id: decision.id, kind: 'point', subject, notedAt: receivedAt } as const
    await tx.erasures.note(territory, erasure)
  }
  const seq = added.outcome === 'conflict' ? 0 : added.stored.seq
  return { jalon: 'decision', outcome: 'applied', id: decision.id, seq, changed }
}

type Judged =
  | {
      readonly ok: true
      readonly changed: readonly CatalogueEntity[]
      /** Of a publication: gathered once, for its gate and for what is frozen. */
      readonly evidence?: TrailEvidence
    }
  | { readonly ok: false; readonly refusal: Refused }

async function judge(
  tx: StoreTransaction,
  decision: Decision,
  caches: FindingCaches,
): Promise<Judged> {
  const context = await readContext(tx, decision)
  const { target } = context
  const no = (code: RefusalCode, more: Partial<Refused> = {}): Judged => ({
    ok: false,
    refusal: refusal(decision.id, code, more),
  })
  const applied = applyDecision(decision, context)
  if (!applied.ok) {
    const contested = applied.code === 'conflict' ? await readContested(tx, decision) : []
    return no(applied.code, {
      ...(applied.current ? { current: applied.current } : {}),
      ...(contested.length > 0 ? { contested } : {}),
    })
  }
  const field = await fieldOfTakenSlug(tx, applied.changed)
  if (field) return no('invalid', { field })
  if (isAction(decision, 'publish') && target?.properties.kind === 'trail') {
    const trail = target as TrailEntity
    const { evidence } = await readTrailFile(tx, trail.properties.territory, trail, caches)
    const gate = publicationGate(trail, evidence)
    if (openGateItems(gate).length > 0) return no('gate-closed', { gate, current: target })
    return { ok: true, changed: applied.changed, evidence }
  }
  return { ok: true, changed: applied.changed }
}

/** A point or a report that the law takes out: its words and photos go, from frozen versions too. */
function isRedaction(decision: Decision): boolean {
  return isAction(decision, 'delete') && decision.properties.redact === true
}

/**
 * A slug is part of public addresses, which know no territory: one trail each, whatever decision brings
 * it, an undo included. A trail whose creation was taken back leaves its slug free.
 */
async function fieldOfTakenSlug(
  tx: StoreTransaction,
  changed: readonly CatalogueEntity[],
): Promise<string | null> {
  for (const { id, properties } of changed) {
    if (properties.kind !== 'trail' || properties.deleted) continue
    for (const territory of await tx.territories.list()) {
      const holder = await tx.catalogue.trailBySlug(territory.id, properties.attributes.slug)
      const taken = holder && holder.id !== id && !holder.properties.deleted?.undone
      if (taken) return 'properties.attributes.slug'
    }
  }
  return null
}

async function publish(
  tx: StoreTransaction,
  changed: readonly CatalogueEntity[],
  evidence: TrailEvidence,
  { receivedAt: publishedAt, terrainModels }: Pick<Taking, 'receivedAt' | 'terrainModels'>,
): Promise<void> {
  const trail = changed.find((one): one is TrailEntity => one.properties.kind === 'trail')
  const number = trail?.properties.published?.number
  if (!trail || number === undefined) throw new Error('A publication without a published trail.')
  const { territory } = trail.properties
  const bytes = await freezePublication(tx, territory, trail, evidence, terrainModels)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await tx.publications.add(territory, { trail: trail.id, number, bytes, sha256, publishedAt })
}

/** A trail's status follows from what was answered: readers must look at it again. */
async function touchTrails(
  tx: StoreTransaction,
  territory: string,
  changed: readonly CatalogueEntity[],
): Promise<void> {
  const trails = new Set<string>()
  for (const { properties } of changed) {
    if (properties.kind === 'answer' || properties.kind === 'trail-report') {
      if (properties.trail) trails.add(properties.trail)
    }
  }
  for (const one of changed) if (one.properties.kind === 'trail') trails.delete(one.id)
  for (const trail of trails) {
    if (await tx.catalogue.get(territory, 'trail', trail)) {
      await tx.catalogue.touch(territory, 'trail', trail)
    }
  }
}

/** The same decision sent again: the answer it had. Another one under its id is a conflict. */
async function again(
  tx: StoreTransaction,
  { decision, hash, outcome, seq }: StoredDecision,
  newHash: string,
): Promise<DecisionAnswer> {
  const { target, territory } = decision.properties
  const current = await tx.catalogue.find(territory, target)
  const seen = current ? { current } : {}
  if (hash !== newHash) return refusal(decision.id, 'conflict', seen)
  if (outcome !== 'applied') return refusal(decision.id, outcome as RefusalCode, seen)
  const changed = current ? [current] : []
  return { jalon: 'decision', outcome: 'duplicate', id: decision.id, seq, changed }
}

/** Who decided is never believed from the sender. */
function signed(decision: Decision, account: string): Decision {
  return {
    ...decision,
    properties: { ...decision.properties, decidedBy: account },
  } as Decision
}

function refusal(id: string, code: RefusalCode, more: Partial<Refused> = {}): Refused {
  return { jalon: 'decision', outcome: 'refused', id, code, ...more }
}

function idOf(raw: unknown): string {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : ''
  return typeof id === 'string' ? id.slice(0, 36) : ''
}
