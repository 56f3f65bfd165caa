import type { Position } from 'geojson'
import type { ReviewedObservation } from '../../contract/desk.ts'
import type { AnswerEntity } from '../../domain/catalogue/entity.ts'
import { distanceM } from '../../domain/geo/plane.ts'
import type { Observation } from '../../domain/observation/observation.ts'
import { propose, SEARCH_RADIUS_M } from '../../domain/review/proposal.ts'
import type { AssessedWalk } from '../checks/assessed-walk.ts'
import type { Box, StoredObservation, StoreTransaction } from '../storage/store.ts'

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
  const { kind } = observation.properties
  if (kind !== 'heritage-point' && kind !== 'trail-report') return null
  const place = placeOf(observation)
  const around = place ? await tx.catalogue.byBox(territory, boxAround(place), [kind]) : []
  return propose(observation, around, distanceM)
}

function placeOf({ geometry }: Observation): Position | undefined {
  if (geometry?.type === 'Point') return geometry.coordinates
  return geometry?.type === 'LineString' ? geometry.coordinates[0] : undefined
}

const METRES_PER_DEGREE = 111_000

/** Everything within the search radius, and a little more at the corners. */
function boxAround([lon, lat]: Position): Box {
  const north = SEARCH_RADIUS_M / METRES_PER_DEGREE
  const east = north / Math.max(0.01, Math.cos((lat! * Math.PI) / 180))
  return [lon! - east, lat! - north, lon! + east, lat! + north]
}
