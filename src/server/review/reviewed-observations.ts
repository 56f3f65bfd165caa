import type { Position } from 'geojson'
import type { ReviewedObservation } from '../../contract/desk.ts'
import { isPointObservation, type PointObservation } from '../../domain/catalogue/change-point.ts'
import type { AnswerEntity, CatalogueEntity } from '../../domain/catalogue/entity.ts'
import { distanceM } from '../../domain/geo/plane.ts'
import type { Observation } from '../../domain/observation/observation.ts'
import { propose, SEARCH_RADIUS_M } from '../../domain/review/proposal.ts'
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
  const accounts = await tx.people.getAccounts(territory, [
    ...new Set(observations.map(({ account }) => account)),
  ])
  const people = new Map(accounts.map((account) => [account.id, account]))
  const reviewed: ReviewedObservation[] = []
  for (const { observation, seq, receivedAt, account } of observations) {
    const person = people.get(account)
    const answer = answers.get(observation.id)
    const assessment = assessments.get(observation.id)
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
      ...(proposal ? { proposal } : {}),
      ...(assessment ? { assessment } : {}),
    })
  }
  return reviewed
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
    if (found.length === 0) return propose(observation, [...known.values()], distanceM)
    for (const entity of found) known.set(entity.id, entity)
    wanted = []
  }
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
