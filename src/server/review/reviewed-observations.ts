import type { Position } from 'geojson'
import type { ReviewedObservation } from '../../contract/desk.ts'
import {
  isPointEntity,
  isPointObservation,
  type PointEntity,
  type PointObservation,
} from '../../domain/catalogue/change-point.ts'
import type { AnswerEntity, CatalogueEntity } from '../../domain/catalogue/entity.ts'
import { distanceM } from '../../domain/geo/plane.ts'
import type { Observation } from '../../domain/observation/observation.ts'
import { knownSince } from '../../domain/review/merge-choices.ts'
import { propose, SEARCH_RADIUS_M, type Proposal } from '../../domain/review/proposal.ts'
import type { AssessedWalk } from '../evidence/assessed-walk.ts'
import type { StoredObservation } from '../storage/records.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { boxOfLine } from '../../domain/geo/box.ts'

/** Observations as staff see them: who, what, and what each one would change in the catalogue. */
export async function reviewObservations(
  tx: StoreTransaction,
  territory: string,
  observations: readonly StoredObservation[],
  answers: ReadonlyMap<string, AnswerEntity>,
  assessments: ReadonlyMap<string, AssessedWalk>,
): Promise<ReviewedObservation[]> {
  const given = observations.flatMap(({ observation }) => answers.get(observation.id) ?? [])
  const deciders = await decidersOf(tx, territory, given)
  const accounts = await tx.people.getAccounts(territory, [
    ...new Set([...observations.map(({ account }) => account), ...deciders.values()]),
  ])
  const people = new Map(accounts.map((account) => [account.id, account]))
  const reviewed: ReviewedObservation[] = []
  for (const { observation, seq, receivedAt, account } of observations) {
    const person = people.get(account)
    const answer = answers.get(observation.id)
    const assessment = assessments.get(observation.id)
    const answeredBy = people.get(deciders.get(answer?.properties.decision ?? '') ?? '')
    const proposal = answer ? null : await proposalFor(tx, territory, observation)
    reviewed.push({
      observation,
      seq,
      receivedAt,
      author: {
        pseudonym: person?.pseudonym ?? '',
        ...(person?.association === undefined ? {} : { association: person.association }),
      },
      ...(answer ? { answer } : {}),
      ...(answeredBy ? { answeredBy: answeredBy.pseudonym } : {}),
      ...(proposal ? { proposal } : {}),
      ...(assessment ? { assessment } : {}),
    })
  }
  return reviewed
}

/** Who gave each answer: accounts by the id of the decision. */
async function decidersOf(
  tx: StoreTransaction,
  territory: string,
  answers: readonly AnswerEntity[],
): Promise<ReadonlyMap<string, string>> {
  const ids = answers.map(({ properties }) => properties.decision)
  const decisions = await tx.decisions.getMany(territory, ids)
  return new Map(
    decisions.flatMap(({ decision: { id, properties } }) =>
      properties.decidedBy === undefined ? [] : [[id, properties.decidedBy] as const],
    ),
  )
}

async function proposalFor(tx: StoreTransaction, territory: string, observation: Observation) {
  if (!isPointObservation(observation)) return null
  const { kind } = observation.properties
  const box = boxOfLine(positionsOf(observation), SEARCH_RADIUS_M)
  const known = new Map<string, CatalogueEntity>()
  const around = await tx.catalogue.byBox(territory, box, [kind])
  for (const entity of around) known.set(entity.id, entity)
  let wanted = await namedBy(tx, territory, observation)
  // Who was merged into whom may be a chain.
  for (;;) {
    wanted.push(...[...known.values()].flatMap(({ properties }) => properties.deleted?.into ?? []))
    const missing = [...new Set(wanted)].filter((id) => !known.has(id))
    const found = await tx.catalogue.getMany(territory, kind, missing)
    if (found.length === 0) {
      const proposal = propose(observation, [...known.values()], distanceM)
      return proposal && dated(tx, territory, proposal, known)
    }
    for (const entity of found) known.set(entity.id, entity)
    wanted = []
  }
}

/** With how young the catalogue's knowledge is, where the two differ: the newest is offered first. */
async function dated(
  tx: StoreTransaction,
  territory: string,
  proposal: Proposal,
  known: ReadonlyMap<string, CatalogueEntity>,
): Promise<Proposal> {
  const target = known.get(proposal.target ?? '')
  if (proposal.change !== 'amends' || !target || !isPointEntity(target)) return proposal
  const seen = await tx.observations.getMany(territory, target.properties.observations)
  const decisions = await tx.decisions.list(territory, { target: target.id })
  const knownAt = knownSince(
    seen.map(({ observation }) => observation),
    decisions.filter(({ outcome }) => outcome === 'applied').map(({ decision }) => decision),
  )
  return knownAt === undefined ? proposal : { ...proposal, knownAt }
}

/** What the proposals name, and `around` does not hold already. */
export async function readTargets(
  tx: StoreTransaction,
  territory: string,
  reviewed: readonly ReviewedObservation[],
  around: readonly { readonly id: string }[],
): Promise<readonly PointEntity[]> {
  const here = new Set(around.map(({ id }) => id))
  const ids = [...new Set(reviewed.flatMap(({ proposal }) => proposal?.target ?? []))]
  const wanted = ids.filter((id) => !here.has(id))
  return [
    ...(await tx.catalogue.getMany(territory, 'heritage-point', wanted)),
    ...(await tx.catalogue.getMany(territory, 'trail-report', wanted)),
  ]
}

/** The things that its author speaks of, wherever they are. */
async function namedBy(
  tx: StoreTransaction,
  territory: string,
  { properties }: PointObservation,
): Promise<string[]> {
  const { corrects } = properties
  const answer = corrects && (await tx.catalogue.get(territory, 'answer', corrects))
  const same = properties.kind === 'heritage-point' ? properties.sameAs : undefined
  return [same, answer ? answer.properties.into : undefined].filter((id) => id !== undefined)
}

function positionsOf({ geometry }: PointObservation): readonly Position[] {
  return geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates
}
